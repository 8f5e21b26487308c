import type { SetMeal, SetMealFields } from '../domain/catalog.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { addSetMeal } from '../domain/set-meal.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function createSetMeal(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  { fields, onSale }: { readonly fields: SetMealFields; readonly onSale: boolean },
): Promise<SetMeal> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  const { setMeal } = await needs.store.change(shopId, (catalog) => addSetMeal(catalog, fields, onSale))
  return setMeal
}
