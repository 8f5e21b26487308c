import { type Dish, dishIn } from '../domain/catalog.ts'
import { type Actor, assertSees } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** On sale or not. */
export async function getDish(needs: Pick<CatalogNeeds, 'store'>, by: Actor, id: string): Promise<Dish> {
  const shopId = await needs.store.shopOf('dish', id)
  assertSees(by, shopId, 'DISH_MISSING')
  return dishIn(await needs.store.catalogOf(shopId), id)
}
