import type { SetMeal } from '../domain/catalog.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import * as setMeals from '../domain/set-meal.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setSetMealOnSale(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  onSale: boolean,
): Promise<SetMeal> {
  const shopId = await needs.store.shopOf('setMeal', id)
  assertMayChangeMenu(by, shopId, 'SET_MEAL_MISSING')
  const { setMeal } = await needs.store.change(shopId, (catalog) =>
    setMeals.setSetMealOnSale(catalog, id, onSale),
  )
  return setMeal
}
