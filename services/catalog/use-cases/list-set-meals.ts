import type { SetMeal } from '../domain/catalog.ts'
import { type ItemList, isListed } from '../domain/list.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function listSetMeals(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  shopId: string,
  list: ItemList,
): Promise<readonly SetMeal[]> {
  const catalog = await needs.store.catalogOf(shopId)
  const now = needs.clock.now()
  return [...catalog.setMeals.values()].filter((setMeal) => isListed(catalog, setMeal, list, now))
}
