import { assertCategoryFits, type Dish } from '../domain/catalog.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { sortItems } from '../domain/sort.ts'
import type { CatalogNeeds } from '../ports.ts'
import { listDishes } from './list-dishes.ts'

/** Puts all dishes of a category in a new order. */
export async function sortDishes(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  by: Actor,
  categoryId: string,
  ids: readonly string[],
): Promise<readonly Dish[]> {
  const shopId = await needs.store.shopOf('category', categoryId)
  assertMayChangeMenu(by, shopId, 'CATEGORY_MISSING')
  await needs.store.change(shopId, (catalog) => {
    assertCategoryFits(catalog, categoryId, 'DISH')
    return sortItems(catalog, categoryId, ids)
  })
  return listDishes(needs, shopId, { categoryId, servedNow: false })
}
