import type { Category } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function listCategories(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
): Promise<readonly Category[]> {
  const { categories } = await needs.store.catalogOf(shopId)
  return [...categories.values()]
}
