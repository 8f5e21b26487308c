import { removeDishes } from '../domain/dish.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function deleteDish(needs: Pick<CatalogNeeds, 'store'>, by: Actor, id: string): Promise<void> {
  const shopId = await needs.store.shopOf('dish', id)
  assertMayChangeMenu(by, shopId, 'DISH_MISSING')
  await needs.store.change(shopId, (catalog) => removeDishes(catalog, [id]))
}
