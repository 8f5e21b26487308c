import { type SetMeal, setMealIn } from '../domain/catalog.ts'
import { type Actor, assertSees } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** On sale or not. */
export async function getSetMeal(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
): Promise<SetMeal> {
  const shopId = await needs.store.shopOf('setMeal', id)
  assertSees(by, shopId, 'SET_MEAL_MISSING')
  return setMealIn(await needs.store.catalogOf(shopId), id)
}
