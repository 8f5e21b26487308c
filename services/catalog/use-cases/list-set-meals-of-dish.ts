import { Fault } from '#kit/fault.ts'
import { type SetMealOfDish, setMealsOfDish } from '../domain/dish.ts'
import type { CatalogNeeds } from '../ports.ts'

/** The set meals that hold a dish, and which of them may be put on sale now. */
export async function listSetMealsOfDish(
  needs: Pick<CatalogNeeds, 'store'>,
  id: string,
): Promise<readonly SetMealOfDish[]> {
  const shopId = await needs.store.shopOf('dish', id)
  if (shopId === undefined) throw new Fault('missing', 'DISH_MISSING', 'there is no such dish')
  return setMealsOfDish(await needs.store.catalogOf(shopId), id)
}
