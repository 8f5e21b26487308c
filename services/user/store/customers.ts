import type { Kysely, Selectable } from 'kysely'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Customer, firstNameOf, type Identity, nameOfNobody } from '../domain/customer.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Announcements } from '../events.ts'
import type { CustomerStore } from '../ports.ts'
import { revokeAllOf } from './revoke.ts'
import type { UserTables } from './tables.ts'

export function createCustomerStore(
  storage: Storage<UserTables>,
  announcements: Announcements,
): CustomerStore {
  return {
    async findCustomer(customerId) {
      const id = readNumberId(customerId)
      if (id === undefined) return undefined
      const row = await storage.read('findCustomer', (db) => living(db, id).executeTakeFirst())
      return row && customerOf(row)
    },

    async listRegistrations(after, limit) {
      const rows = await storage.read('listRegistrations', (db) =>
        db
          .selectFrom('customer')
          .select(['id', 'created_at', 'deleted_at'])
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
      )
      return rows.map(({ id, created_at, deleted_at }) => {
        return { id: String(id), createdAt: created_at, deletedAt: deleted_at }
      })
    },

    updateProfile: (customerId, change) =>
      storage.tx('updateProfile', async (tx) => {
        const row = await lockLiving(tx, customerId)
        if (!row) return undefined
        const changed = { name: row.name, avatar: row.avatar, sex: row.sex, ...told(change) }
        await tx.db.updateTable('customer').set(changed).where('id', '=', row.id).execute()
        return customerOf({ ...row, ...changed })
      }),

    deleteCustomer: (customerId, at) =>
      storage.tx('deleteCustomer', async (tx) => {
        const row = await lockLiving(tx, customerId)
        if (!row) return false
        await forgetPerson(tx, row, at)
        await revokeAllOf(tx, announcements, { kind: 'customer', id: row.id, at })
        await announcements.customerDeleted(tx, String(row.id), at)
        return true
      }),
  }
}

type CustomerRow = Selectable<UserTables['customer']>

function living(db: Kysely<UserTables>, id: number) {
  return db.selectFrom('customer').selectAll().where('id', '=', id).where('deleted_at', 'is', null)
}

/** Whoever opens a session or an address holds this row too, and comes wholly before or wholly after. */
async function lockLiving(tx: Tx<UserTables>, customerId: string): Promise<CustomerRow | undefined> {
  const id = readNumberId(customerId)
  return id === undefined ? undefined : tx.lockForUpdate(living(tx.db, id)).executeTakeFirst()
}

/** Without the fields that are there but undefined. */
function told(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

/** What is left is a number that orders name, without anybody behind it. */
async function forgetPerson(tx: Tx<UserTables>, { id, phone }: CustomerRow, at: number): Promise<void> {
  const nothing = { phone: null, openid: null, name: nameOfNobody, avatar: '', sex: '', deleted_at: at }
  await tx.db.updateTable('customer').set(nothing).where('id', '=', id).execute()
  await tx.db.deleteFrom('address').where('customer_id', '=', id).execute()
  if (phone !== null) await tx.db.deleteFrom('phone_code').where('phone', '=', phone).execute()
}

function customerOf(row: CustomerRow): Customer {
  const { id, name, avatar, sex, created_at: createdAt } = row
  return { id: String(id), name, avatar, sex, createdAt, phone: row.phone ?? '', openid: row.openid ?? '' }
}

/**
 * The customer with this identity; first logins at the same moment end up with one, by the UNIQUE key. A
 * known one is held, so that the account is not deleted before the session stands.
 */
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
  const found = await tx.lockForUpdate(known).executeTakeFirst()
  if (found) return found

  const row = { [identity.column]: identity.value, name: firstNameOf(identity), created_at: at }
  const isNew = await tx.insertIgnore('customer', row)
  const registered = await tx.lockForUpdate(known).executeTakeFirstOrThrow()
  if (isNew) await announcements.customerRegistered(tx, String(registered.id), at)
  return registered
}
