import type { Dish } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

/** Of one category, or all where it is empty. */
export async function listDishes(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  categoryId: string,
): Promise<readonly Dish[]> {
  const { dishes } = await needs.store.catalogOf(shopId)
  return [...dishes.values()].filter((dish) => categoryId === '' || dish.categoryId === categoryId)
}
