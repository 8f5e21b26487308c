import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { removeSetMeals } from '../domain/set-meal.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function deleteSetMeal(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
): Promise<void> {
  const shopId = await needs.store.shopOf('setMeal', id)
  assertMayChangeMenu(by, shopId, 'SET_MEAL_MISSING')
  await needs.store.change(shopId, (catalog) => removeSetMeals(catalog, [id]))
}
