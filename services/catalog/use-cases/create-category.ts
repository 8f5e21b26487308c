import type { Category, CategoryFields } from '../domain/catalog.ts'
import { addCategory } from '../domain/category.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function createCategory(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  fields: CategoryFields,
): Promise<Category> {
  assertMayChangeMenu(by, shopId, 'SHOP_MISSING')
  const { category } = await needs.store.change(shopId, (catalog) => addCategory(catalog, fields))
  return category
}
