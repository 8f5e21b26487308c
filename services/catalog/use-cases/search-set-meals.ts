import type { SetMeal } from '../domain/catalog.ts'
import { type Found, type ItemSearch, searchItems } from '../domain/search.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function searchSetMeals(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  search: ItemSearch,
): Promise<Found<SetMeal>> {
  const { setMeals } = await needs.store.catalogOf(shopId)
  return searchItems([...setMeals.values()], search)
}
