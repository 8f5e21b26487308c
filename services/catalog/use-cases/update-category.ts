import type { Category, CategoryFields } from '../domain/catalog.ts'
import { changeCategory } from '../domain/category.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function updateCategory(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
  fields: CategoryFields,
): Promise<Category> {
  const shopId = await needs.store.shopOf('category', id)
  assertMayChangeMenu(by, shopId, 'CATEGORY_MISSING')
  const { category } = await needs.store.change(shopId, (catalog) => changeCategory(catalog, id, fields))
  return category
}
