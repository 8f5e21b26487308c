import type { Dish } from '../domain/catalog.ts'
import { type ItemList, isListed } from '../domain/list.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function listDishes(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  shopId: string,
  list: ItemList,
): Promise<readonly Dish[]> {
  const catalog = await needs.store.catalogOf(shopId)
  const now = needs.clock.now()
  return [...catalog.dishes.values()].filter((dish) => isListed(catalog, dish, list, now))
}
