import { type SetMeal, setMealIn } from '../domain/catalog.ts'
import { type Actor, assertStaff } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** For the staff of its shop, on sale or not; what others may see is the menu. */
export async function getSetMeal(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
): Promise<SetMeal> {
  const shopId = await needs.store.shopOf('setMeal', id)
  assertStaff(by, shopId, 'SET_MEAL_MISSING')
  return setMealIn(await needs.store.catalogOf(shopId), id)
}
