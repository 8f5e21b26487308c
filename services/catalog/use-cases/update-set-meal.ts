import type { SetMeal, SetMealFields } from '../domain/catalog.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { changeSetMeal } from '../domain/set-meal.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function updateSetMeal(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  fields: SetMealFields,
): Promise<SetMeal> {
  const shopId = await needs.store.shopOf('setMeal', id)
  assertMayChangeMenu(by, shopId, 'SET_MEAL_MISSING')
  const { setMeal } = await needs.store.change(shopId, (catalog) => changeSetMeal(catalog, id, fields))
  return setMeal
}
