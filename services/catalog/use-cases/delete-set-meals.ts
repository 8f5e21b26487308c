import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { removeSetMeals } from '../domain/set-meal.ts'
import type { CatalogNeeds } from '../ports.ts'

/** All of them or none. */
export async function deleteSetMeals(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  ids: readonly string[],
): Promise<void> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  await needs.store.change(shopId, (catalog) => removeSetMeals(catalog, ids))
}
