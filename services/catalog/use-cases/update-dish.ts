import type { Dish, DishFields } from '../domain/catalog.ts'
import { changeDish } from '../domain/dish.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function updateDish(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  { fields, keepsOptionTerms }: { readonly fields: DishFields; readonly keepsOptionTerms: boolean },
): Promise<Dish> {
  const shopId = await needs.store.shopOf('dish', id)
  assertMayChangeMenu(by, shopId, 'DISH_MISSING')
  const { dish } = await needs.store.change(shopId, (catalog) =>
    changeDish(catalog, id, fields, keepsOptionTerms),
  )
  return dish
}
