import type { SetMeal } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

/** Of one category, or all where it is empty. */
export async function listSetMeals(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  categoryId: string,
): Promise<readonly SetMeal[]> {
  const { setMeals } = await needs.store.catalogOf(shopId)
  return [...setMeals.values()].filter((setMeal) => categoryId === '' || setMeal.categoryId === categoryId)
}
