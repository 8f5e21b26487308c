import type { Dish, DishFields } from '../domain/catalog.ts'
import { addDish } from '../domain/dish.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function createDish(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  { fields, onSale }: { readonly fields: DishFields; readonly onSale: boolean },
): Promise<Dish> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  const { dish } = await needs.store.change(shopId, (catalog) => addDish(catalog, fields, onSale))
  return dish
}
