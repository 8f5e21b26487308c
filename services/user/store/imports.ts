import { findMade, type Made, recordMade } from '#kit/storage/made.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { ImportedAddress } from '../domain/imported.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Announcements } from '../events.ts'
import type { Imported, ImportStore } from '../ports.ts'
import { columnsOf } from './addresses.ts'
import { insertEmployee } from './employee-changes.ts'
import { insertCustomers } from './import-customers.ts'
import type { UserTables } from './tables.ts'

type UserTx = Tx<UserTables>

export function createImportStore(storage: Storage<UserTables>, announcements: Announcements): ImportStore {
  return {
    importCustomers: (customers, at) =>
      storage.tx('importCustomers', (tx) =>
        onceEach(tx, { scope: 'import:customer', at }, customers, (fresh) => insertCustomers(tx, fresh)),
      ),

    importAddresses: (addresses, at) =>
      storage.tx('importAddresses', (tx) =>
        onceEach(tx, { scope: 'import:address', at }, addresses, (fresh) => insertAddresses(tx, fresh, at)),
      ),

    importEmployee: (oldId, draft, credentials) =>
      storage.tx('importEmployee', async (tx) => {
        const about = { scope: 'import:employee', at: credentials.at }
        const [imported] = await onceEach(tx, about, [{ oldId }], async () => {
          const employee = await insertEmployee(tx, announcements, draft, credentials)
          return [{ oldId, id: employee?.id ?? '', skipped: employee ? '' : 'USERNAME_TAKEN' }]
        })
        return imported ?? { oldId, id: '', skipped: '' }
      }),
  }
}

interface About {
  readonly scope: string
  readonly at: number
}

/** Brings in what was not brought in before, and remembers what stands for each. */
async function onceEach<One extends { readonly oldId: string }>(
  tx: UserTx,
  { scope, at }: About,
  all: readonly One[],
  bringIn: (fresh: readonly One[]) => Promise<readonly Imported[]>,
): Promise<readonly Imported[]> {
  const keys = all.map(({ oldId }) => oldId)
  const known = await findMade(tx, scope, keys)
  const fresh = all.filter(({ oldId }) => !known.has(oldId))
  const imported = fresh.length === 0 ? [] : await bringIn(fresh)
  await recordMade(tx, scope, imported.flatMap(madeOf), at)
  const byOldId = new Map(imported.map((one) => [one.oldId, one]))
  return keys.map((oldId) => byOldId.get(oldId) ?? knownOf(oldId, known.get(oldId)))
}

function madeOf({ oldId, id }: Imported): readonly Made[] {
  return id === '' ? [] : [{ key: oldId, resourceId: id, fingerprint: '' }]
}

function knownOf(oldId: string, made: Made | undefined): Imported {
  return { oldId, id: made?.resourceId ?? '', skipped: 'ALREADY_IMPORTED' }
}

/** The first address of a customer is the default, and whichever says so after it. */
async function insertAddresses(
  tx: UserTx,
  addresses: readonly ImportedAddress[],
  at: number,
): Promise<readonly Imported[]> {
  const imported: Imported[] = []
  for (const { oldId, customerId, fields, isDefault } of addresses) {
    const owner = await findOwner(tx, customerId)
    if (owner === undefined) {
      imported.push({ oldId, id: '', skipped: 'CUSTOMER_MISSING' })
      continue
    }
    const becomesDefault = isDefault || !owner.hasDefault
    if (isDefault && owner.hasDefault) await clearDefault(tx, owner.id)
    const default_of = becomesDefault ? owner.id : null
    const id = await insertAddress(tx, oldId, {
      ...columnsOf(fields),
      customer_id: owner.id,
      default_of,
      created_at: at,
    })
    imported.push({ oldId, id, skipped: '' })
  }
  return imported
}

async function findOwner(tx: UserTx, customerId: string) {
  const id = readNumberId(customerId)
  if (id === undefined) return undefined
  const row = await tx.db
    .selectFrom('customer')
    .leftJoin('address', 'address.default_of', 'customer.id')
    .select('address.id as default_id')
    .where('customer.id', '=', id)
    .executeTakeFirst()
  return row && { id, hasDefault: row.default_id !== null }
}

async function clearDefault(tx: UserTx, owner: number): Promise<void> {
  await tx.db.updateTable('address').set({ default_of: null }).where('default_of', '=', owner).execute()
}

type AddressRow = Readonly<Record<string, string | number | null>>

/** Under its old number where no address has it. */
async function insertAddress(tx: UserTx, oldId: string, row: AddressRow): Promise<string> {
  const wanted = readNumberId(oldId) ?? 0
  const taken = tx.db.selectFrom('address').select('id').where('id', '=', wanted)
  if (wanted === 0 || (await taken.executeTakeFirst())) return String(await tx.insertGetId('address', row))
  await tx.insertGetId('address', { id: wanted, ...row })
  return oldId
}
