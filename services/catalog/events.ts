import {
  CategoryChangedSchema,
  DishChangedSchema,
  SetMealChangedSchema,
  ShopChangedSchema,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { Tx } from '#kit/storage/storage.ts'
import type { Change, Dish, Removed, SetMeal, Shop } from './domain/catalog.ts'
import type { CatalogTables } from './store/tables.ts'

type Versioned = Pick<Dish | SetMeal, 'id' | 'version'>

/** One event for everything that a change touches. */
export async function announceChange(
  outbox: Outbox,
  tx: Tx<CatalogTables>,
  shopId: string,
  change: Change,
): Promise<void> {
  const { shop, category, dish, setMeal, stopped = [], removed = [], sorted } = change
  if (shop) await announceShop(outbox, tx, shop)
  if (category) await announceCategory(category.id)
  if (dish) await announceDish(dish)
  for (const changed of setMeal ? [setMeal, ...stopped] : stopped) await announceSetMeal(changed)
  for (const gone of removed) await announceRemoved(gone)
  // The order of its items is the category's.
  for (const categoryId of sorted?.categoryIds ?? []) await announceCategory(categoryId)

  function announceRemoved(gone: Removed) {
    if (gone.kind === 'category') return announceCategory(gone.id)
    return gone.kind === 'dish' ? announceDish(gone) : announceSetMeal(gone)
  }
  function announceCategory(categoryId: string) {
    return outbox.announce(tx, CategoryChangedSchema, categoryId, { shopId, categoryId })
  }
  function announceDish({ id, version }: Versioned) {
    return outbox.announce(tx, DishChangedSchema, id, { shopId, dishId: id, version })
  }
  function announceSetMeal({ id, version }: Versioned) {
    return outbox.announce(tx, SetMealChangedSchema, id, { shopId, setMealId: id, version })
  }
}

export async function announceShop(outbox: Outbox, tx: Tx<CatalogTables>, shop: Shop): Promise<void> {
  await outbox.announce(tx, ShopChangedSchema, shop.id, { shopId: shop.id, version: shop.version })
}
