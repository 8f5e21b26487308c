import { removeCategory } from '../domain/category.ts'
import { type Actor, assertMayChangeMenu } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function deleteCategory(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  id: string,
): Promise<void> {
  const shopId = await needs.store.shopOf('category', id)
  assertMayChangeMenu(by, shopId, 'CATEGORY_MISSING')
  await needs.store.change(shopId, (catalog) => removeCategory(catalog, id))
}
