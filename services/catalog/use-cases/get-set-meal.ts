import { Fault } from '#kit/fault.ts'
import { type SetMeal, setMealIn } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getSetMeal(needs: Pick<CatalogNeeds, 'store'>, id: string): Promise<SetMeal> {
  const shopId = await needs.store.shopOf('setMeal', id)
  if (shopId === undefined) throw new Fault('missing', 'SET_MEAL_MISSING', 'there is no such set meal')
  return setMealIn(await needs.store.catalogOf(shopId), id)
}
