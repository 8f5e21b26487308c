import { type SetMealOfDish, setMealsOfDish } from '../domain/dish.ts'
import { type Actor, assertStaff } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** The set meals that hold a dish, and which of them may be put on sale now. */
export async function listSetMealsOfDish(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
): Promise<readonly SetMealOfDish[]> {
  const shopId = await needs.store.shopOf('dish', id)
  assertStaff(by, shopId, 'DISH_MISSING')
  return setMealsOfDish(await needs.store.catalogOf(shopId), id)
}
