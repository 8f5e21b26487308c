import type { Dish } from '../domain/catalog.ts'
import { type Found, type ItemSearch, searchItems } from '../domain/search.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function searchDishes(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  search: ItemSearch,
): Promise<Found<Dish>> {
  const { dishes } = await needs.store.catalogOf(shopId)
  return searchItems([...dishes.values()], search)
}
