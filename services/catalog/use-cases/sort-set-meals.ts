import { assertCategoryFits, type SetMeal } from '../domain/catalog.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import { sortItems } from '../domain/sort.ts'
import type { CatalogNeeds } from '../ports.ts'
import { listSetMeals } from './list-set-meals.ts'

/** Puts all set meals of a category in a new order. */
export async function sortSetMeals(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  by: Actor,
  categoryId: string,
  ids: readonly string[],
): Promise<readonly SetMeal[]> {
  const shopId = await needs.store.shopOf('category', categoryId)
  assertMayChangeMenu(by, shopId, 'CATEGORY_MISSING')
  await needs.store.change(shopId, (catalog) => {
    assertCategoryFits(catalog, categoryId, 'SET_MEAL')
    return sortItems(catalog, categoryId, ids)
  })
  return listSetMeals(needs, shopId, { categoryId, servedNow: false })
}
