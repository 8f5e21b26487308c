import { removeDishes } from '../domain/dish.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** All of them or none. */
export async function deleteDishes(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  ids: readonly string[],
): Promise<void> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  await needs.store.change(shopId, (catalog) => removeDishes(catalog, ids))
}
