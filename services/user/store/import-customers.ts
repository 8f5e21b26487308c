import type { Insertable } from 'kysely'
import type { Tx } from '#kit/storage/storage.ts'
import type { ImportedCustomer } from '../domain/imported.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Imported } from '../ports.ts'
import type { UserTables } from './tables.ts'

type UserTx = Tx<UserTables>

/** Who has an openid, by it; and which phones and numbers somebody has. */
interface Taken {
  readonly openids: Map<string, string>
  readonly phones: Set<string>
  readonly numbers: Set<number>
}

/** Inserts customers under their old numbers where nobody has them; whose openid somebody has is that one. */
export async function insertCustomers(
  tx: UserTx,
  customers: readonly ImportedCustomer[],
): Promise<readonly Imported[]> {
  const taken = await takenOf(tx, customers)
  const imported: Imported[] = []
  // Numbers that the database gives come last, so that none of them is one that is wanted.
  const later: ImportedCustomer[] = []
  const rows: Insertable<UserTables['customer']>[] = []
  for (const customer of customers) {
    const { oldId, openid } = customer
    const holder = taken.openids.get(openid)
    const number = readNumberId(oldId)
    if (holder !== undefined) imported.push({ oldId, id: holder, skipped: 'OPENID_TAKEN' })
    else if (number === undefined || taken.numbers.has(number)) later.push(customer)
    else {
      rows.push({ id: number, ...rowOf(customer, taken) })
      imported.push({ oldId, id: oldId, skipped: '' })
      if (openid !== '') taken.openids.set(openid, oldId)
    }
  }
  if (rows.length > 0) await tx.db.insertInto('customer').values(rows).execute()
  return [...imported, ...(await insertLater(tx, later, taken))]
}

async function insertLater(
  tx: UserTx,
  customers: readonly ImportedCustomer[],
  taken: Taken,
): Promise<readonly Imported[]> {
  const imported: Imported[] = []
  for (const customer of customers) {
    const { oldId, openid } = customer
    const holder = taken.openids.get(openid)
    const id = holder ?? String(await tx.insertGetId('customer', { ...rowOf(customer, taken) }))
    if (openid !== '') taken.openids.set(openid, id)
    imported.push({ oldId, id, skipped: holder === undefined ? '' : 'OPENID_TAKEN' })
  }
  return imported
}

/** A phone belongs to whoever came with it first. */
function rowOf({ name, phone, openid, registeredAt }: ImportedCustomer, { phones }: Taken) {
  const isFree = phone !== '' && !phones.has(phone)
  if (isFree) phones.add(phone)
  return { name, phone: isFree ? phone : null, openid: openid || null, created_at: registeredAt }
}

async function takenOf({ db }: UserTx, customers: readonly ImportedCustomer[]): Promise<Taken> {
  const openids = customers.map(({ openid }) => openid)
  const phones = customers.map(({ phone }) => phone)
  const numbers = customers.map(({ oldId }) => readNumberId(oldId) ?? 0)
  const known = db.selectFrom('customer').select(['id', 'openid', 'phone'])
  const byOpenid = await known.where('openid', 'in', openids).execute()
  const byPhone = await known.where('phone', 'in', phones).execute()
  const byNumber = await known.where('id', 'in', numbers).execute()
  return {
    openids: new Map(byOpenid.map(({ id, openid }) => [openid ?? '', String(id)])),
    phones: new Set(byPhone.map(({ phone }) => phone ?? '')),
    numbers: new Set(byNumber.map(({ id }) => id)),
  }
}
