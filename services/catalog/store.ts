import type { Kysely } from 'kysely'
import type { Clock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import type { Outbox } from '#kit/messaging/outbox.ts'
import { findMade, recordMade } from '#kit/storage/made.ts'
import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Catalog, Change, Thing } from './domain/catalog.ts'
import { announceChange, announceShop } from './events.ts'
import type { CatalogStore } from './ports.ts'
import { createCatalogMemory } from './store/catalog-memory.ts'
import { createImages } from './store/images.ts'
import { readCatalog } from './store/read-catalog.ts'
import { saveChange } from './store/save-change.ts'
import { rowOfShop } from './store/shop-row.ts'
import { type CatalogTables, numberOf, tableOf } from './store/tables.ts'

interface StoreNeeds {
  readonly storage: Storage<CatalogTables>
  readonly outbox: Outbox
  readonly clock: Clock
  readonly shopsInMemory: () => number
}

/** Asked by every read of the menu and every price. */
const selectVersion = prepared((db: Kysely<CatalogTables>, { id }: { readonly id: number }) =>
  db.selectFrom('shop').select('catalog_version').where('id', '=', id),
)

export function createCatalogStore(needs: StoreNeeds): CatalogStore {
  return { ...readVerbs(needs), ...changeVerbs(needs), ...createImages(needs) }
}

function readVerbs({ storage, shopsInMemory }: StoreNeeds): Pick<CatalogStore, 'catalogOf' | 'shopOf'> {
  const memory = createCatalogMemory({ readVersion, load, limit: shopsInMemory })

  function readVersion(shopId: string): Promise<number | undefined> {
    return storage.read('readCatalogVersion', async (db) => {
      const { rows } = await selectVersion(db, { id: numberOf(shopId) })
      return rows[0]?.catalog_version
    })
  }

  function load(shopId: string): Promise<Catalog> {
    return storage.tx('loadCatalog', (tx) => readHeldShop(tx, shopId))
  }

  return {
    async catalogOf(shopId) {
      const catalog = await memory.find(shopId)
      if (!catalog) throw shopMissing()
      return catalog
    },

    shopOf: (thing, id) => findShopOf(storage, thing, id),
  }
}

type ChangeVerb = 'recordShop' | 'change' | 'bringIn'

function changeVerbs({ storage, outbox, clock }: StoreNeeds): Pick<CatalogStore, ChangeVerb> {
  async function decided<C extends Change>(
    tx: Tx<CatalogTables>,
    shopId: string,
    before: Catalog,
    change: C,
  ): Promise<C> {
    const saved = await saveChange(tx, before, change, clock.now())
    await announceChange(outbox, tx, shopId, saved)
    return saved
  }

  return {
    recordShop: (shop) =>
      storage.tx('recordShop', async (tx) => {
        const at = clock.now()
        const row = { ...rowOfShop(shop, at), catalog_version: 1, created_at: at }
        const recorded = { ...shop, id: String(await tx.insertGetId('shop', row)) }
        await announceShop(outbox, tx, recorded)
        return recorded
      }),

    change: (shopId, decide) =>
      storage.tx('changeCatalog', async (tx) => {
        await takeNextVersion(tx, shopId)
        const before = await readHeldShop(tx, shopId)
        return decided(tx, shopId, before, decide(before))
      }),

    bringIn: (shopId, thing, oldId, decide) =>
      storage.tx('bringIn', async (tx) => {
        const scope = `import:${thing}`
        const known = (await findMade(tx, scope, [oldId])).get(oldId)
        if (known) return { oldId, id: known.resourceId, skipped: 'ALREADY_IMPORTED' }
        await takeNextVersion(tx, shopId)
        const before = await readHeldShop(tx, shopId)
        const taking = decide(before)
        const id =
          'standsFor' in taking ? taking.standsFor : idIn(await decided(tx, shopId, before, taking.change))
        await recordMade(tx, scope, [{ key: oldId, resourceId: id, fingerprint: '' }], clock.now())
        return { oldId, id, skipped: 'standsFor' in taking ? 'NAME_TAKEN' : '' }
      }),
  }
}

function idIn({ category, dish, setMeal }: Change): string {
  return (category ?? dish ?? setMeal)?.id ?? ''
}

/** Counts the change and so keeps everybody else from changing the shop until the transaction ends. */
async function takeNextVersion(tx: Tx<CatalogTables>, shopId: string): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('shop')
    .set((row) => ({ catalog_version: row('catalog_version', '+', 1) }))
    .where('id', '=', numberOf(shopId))
    .executeTakeFirst()
  if (Number(numUpdatedRows) !== 1) throw shopMissing()
}

async function readHeldShop(tx: Tx<CatalogTables>, shopId: string): Promise<Catalog> {
  const query = tx.db.selectFrom('shop').selectAll().where('id', '=', numberOf(shopId))
  const shop = await tx.lockForUpdate(query).executeTakeFirst()
  if (!shop) throw shopMissing()
  return readCatalog(tx.db, shop)
}

function findShopOf(storage: Storage<CatalogTables>, thing: Thing, id: string) {
  return storage.read('findShopOf', async (db) => {
    const query = db.selectFrom(tableOf[thing]).select('shop_id').where('id', '=', numberOf(id))
    const row = await query.executeTakeFirst()
    return row && String(row.shop_id)
  })
}

function shopMissing(): Fault {
  return new Fault('missing', 'SHOP_MISSING', 'there is no such shop')
}
