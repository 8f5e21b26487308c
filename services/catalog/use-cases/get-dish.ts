import { type Dish, dishIn } from '../domain/catalog.ts'
import { type Actor, assertStaff } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** For the staff of its shop, on sale or not; what others may see is the menu. */
export async function getDish(needs: Pick<CatalogNeeds, 'store'>, by: Actor, id: string): Promise<Dish> {
  const shopId = await needs.store.shopOf('dish', id)
  assertStaff(by, shopId, 'DISH_MISSING')
  return dishIn(await needs.store.catalogOf(shopId), id)
}
