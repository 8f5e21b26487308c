import type { Dish } from '../domain/catalog.ts'
import * as dishes from '../domain/dish.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setDishOnSale(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  onSale: boolean,
): Promise<Dish> {
  const shopId = await needs.store.shopOf('dish', id)
  assertMayChangeMenu(by, shopId, 'DISH_MISSING')
  const { dish } = await needs.store.change(shopId, (catalog) => dishes.setDishOnSale(catalog, id, onSale))
  return dish
}
