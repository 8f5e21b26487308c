import type { Category } from '../domain/catalog.ts'
import * as categories from '../domain/category.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'
import { listCategories } from './list-categories.ts'

/** Puts all categories of the shop in a new order. */
export async function sortCategories(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  ids: readonly string[],
): Promise<readonly Category[]> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  await needs.store.change(shopId, (catalog) => categories.sortCategories(catalog, ids))
  return listCategories(needs, shopId)
}
