import type { Selectable } from 'kysely'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Customer, firstNameOf, type Identity } from '../domain/customer.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Announcements } from '../events.ts'
import type { CustomerStore } from '../ports.ts'
import type { UserTables } from './tables.ts'

export function createCustomerStore(storage: Storage<UserTables>): CustomerStore {
  return {
    async findCustomer(customerId) {
      const id = readNumberId(customerId)
      if (id === undefined) return undefined
      const row = await storage.read('findCustomer', (db) =>
        db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirst(),
      )
      return row && customerOf(row)
    },

    async listCustomers(after, limit) {
      const rows = await storage.read('listCustomers', (db) =>
        db.selectFrom('customer').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute(),
      )
      return rows.map(customerOf)
    },
  }
}

function customerOf(row: Selectable<UserTables['customer']>): Customer {
  return {
    id: String(row.id),
    name: row.name,
    phone: row.phone ?? '',
    openid: row.openid ?? '',
    createdAt: row.created_at,
  }
}

/** The customer with this identity; first logins at the same moment end up with one, by the UNIQUE key. */
export async function findOrRegister(
  tx: Tx<UserTables>,
  announcements: Announcements,
  identity: Identity,
  at: number,
): Promise<{ id: number; name: string }> {
  const known = tx.db
    .selectFrom('customer')
    .select(['id', 'name'])
    .where(identity.column, '=', identity.value)
  const found = await known.executeTakeFirst()
  if (found) return found

  const row = { [identity.column]: identity.value, name: firstNameOf(identity), created_at: at }
  const isNew = await tx.insertIgnore('customer', row)
  const registered = await known.executeTakeFirstOrThrow()
  if (isNew) await announcements.customerRegistered(tx, String(registered.id), at)
  return registered
}
