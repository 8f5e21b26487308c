import type { Kysely, Selectable } from 'kysely'
import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Address, type AddressFields, addressesMax, locatedAs } from '../domain/address.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { AddressStore } from '../ports.ts'
import type { UserTables } from './tables.ts'

type AddressRow = Selectable<UserTables['address']>

const findById = prepared((db: Kysely<UserTables>, value: { id: number }) =>
  db.selectFrom('address').selectAll().where('id', '=', value.id),
)

export function createAddressStore(storage: Storage<UserTables>): AddressStore {
  return { ...reading(storage), ...changing(storage) }
}

function reading(storage: Storage<UserTables>): Pick<AddressStore, 'listAddresses' | 'findAddress'> {
  return {
    async listAddresses(customerId) {
      const id = readNumberId(customerId)
      if (id === undefined) return []
      const rows = await storage.read('listAddresses', (db) =>
        db.selectFrom('address').selectAll().where('customer_id', '=', id).orderBy('id', 'desc').execute(),
      )
      const addresses = rows.map(addressOf)
      return [...addresses.filter((one) => one.isDefault), ...addresses.filter((one) => !one.isDefault)]
    },

    async findAddress(addressId) {
      const id = readNumberId(addressId)
      if (id === undefined) return undefined
      const { rows } = await storage.read('findAddress', (db) => findById(db, { id }))
      return rows[0] && addressOf(rows[0])
    },
  }
}

function changing(storage: Storage<UserTables>): Omit<AddressStore, 'listAddresses' | 'findAddress'> {
  return {
    createAddress: (customerId, fields, at) =>
      storage.tx('createAddress', async (tx) => {
        const owner = await lockOwner(tx, customerId)
        if (owner === undefined) return 'missing'
        const { count } = await countOf(tx, owner)
        if (count >= addressesMax) return 'full'
        const row = {
          ...columnsOf(fields),
          customer_id: owner,
          default_of: count === 0 ? owner : null,
          created_at: at,
        }
        const id = await tx.insertGetId('address', row)
        return addressOf({ ...row, id })
      }),

    updateAddress: (customerId, addressId, given, keepsLocation) =>
      storage.tx('updateAddress', async (tx) => {
        const owned = await findOwned(tx, customerId, addressId)
        if (!owned) return undefined
        const fields = keepsLocation ? locatedAs(addressOf(owned), given) : given
        const columns = columnsOf(fields)
        await tx.db.updateTable('address').set(columns).where('id', '=', owned.id).execute()
        return addressOf({ ...owned, ...columns })
      }),

    setDefault: (customerId, addressId) =>
      storage.tx('setDefault', async (tx) => {
        const owned = await findOwned(tx, customerId, addressId)
        if (!owned) return undefined
        await moveDefault(tx, owned.customer_id, owned.id)
        return addressOf({ ...owned, default_of: owned.customer_id })
      }),

    deleteAddress: (customerId, addressId) =>
      storage.tx('deleteAddress', async (tx) => {
        const owned = await findOwned(tx, customerId, addressId)
        if (!owned) return false
        await tx.db.deleteFrom('address').where('id', '=', owned.id).execute()
        if (owned.default_of !== null) await promoteNewest(tx, owned.customer_id)
        return true
      }),
  }
}

/** Holds the customer's row: changes to one customer's addresses come one after the other. */
async function lockOwner(tx: Tx<UserTables>, customerId: string): Promise<number | undefined> {
  const id = readNumberId(customerId)
  if (id === undefined) return undefined
  const owner = tx.db.selectFrom('customer').select('id').where('id', '=', id).where('deleted_at', 'is', null)
  return (await tx.lockForUpdate(owner).executeTakeFirst())?.id
}

async function findOwned(
  tx: Tx<UserTables>,
  customerId: string,
  addressId: string,
): Promise<AddressRow | undefined> {
  const owner = await lockOwner(tx, customerId)
  const id = readNumberId(addressId)
  if (owner === undefined || id === undefined) return undefined
  const owned = tx.db.selectFrom('address').selectAll().where('customer_id', '=', owner)
  return owned.where('id', '=', id).executeTakeFirst()
}

function countOf(tx: Tx<UserTables>, owner: number): Promise<{ count: number }> {
  return tx.db
    .selectFrom('address')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('customer_id', '=', owner)
    .executeTakeFirstOrThrow()
}

async function moveDefault(tx: Tx<UserTables>, owner: number, addressId: number): Promise<void> {
  await tx.db.updateTable('address').set({ default_of: null }).where('default_of', '=', owner).execute()
  await tx.db.updateTable('address').set({ default_of: owner }).where('id', '=', addressId).execute()
}

async function promoteNewest(tx: Tx<UserTables>, owner: number): Promise<void> {
  const newest = await tx.db
    .selectFrom('address')
    .select('id')
    .where('customer_id', '=', owner)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest) await moveDefault(tx, owner, newest.id)
}

/** The fields as the table keeps them. */
export function columnsOf({ location, provinceCode, cityCode, districtCode, ...columns }: AddressFields) {
  const { latitudeE6 = null, longitudeE6 = null } = location ?? {}
  const codes = { province_code: provinceCode, city_code: cityCode, district_code: districtCode }
  return { ...columns, ...codes, latitude_e6: latitudeE6, longitude_e6: longitudeE6 }
}

function addressOf(row: AddressRow): Address {
  const { id, customer_id, default_of, created_at: _createdAt, latitude_e6, longitude_e6, ...rest } = row
  const { province_code: provinceCode, city_code: cityCode, district_code: districtCode, ...fields } = rest
  const isLocated = latitude_e6 !== null && longitude_e6 !== null
  const location = isLocated ? { latitudeE6: latitude_e6, longitudeE6: longitude_e6 } : null
  const owned = { customerId: String(customer_id), isDefault: default_of !== null }
  return { id: String(id), ...owned, ...fields, provinceCode, cityCode, districtCode, location }
}
