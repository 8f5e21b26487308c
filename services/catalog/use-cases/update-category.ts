import type { Category, CategoryChange } from '../domain/catalog.ts'
import { changeCategory } from '../domain/category.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** Changes what is named, and leaves the rest as somebody else may just have made it. */
export async function updateCategory(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  fields: CategoryChange,
): Promise<Category> {
  const shopId = await needs.store.shopOf('category', id)
  assertMayChangeMenu(by, shopId, 'CATEGORY_MISSING')
  const { category } = await needs.store.change(shopId, (catalog) => changeCategory(catalog, id, fields))
  return category
}
