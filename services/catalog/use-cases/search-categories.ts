import type { Category, ItemKind } from '../domain/catalog.ts'
import { type Found, inMenuOrder, isNamed, type PageWish, pageOf } from '../domain/search.ts'
import type { CatalogNeeds } from '../ports.ts'

export interface CategorySearch {
  /** Part of the name; empty: any. */
  readonly name: string
  /** Undefined: both. */
  readonly kind: ItemKind | undefined
  readonly page: PageWish
}

export async function searchCategories(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  { name, kind, page }: CategorySearch,
): Promise<Found<Category>> {
  const { categories } = await needs.store.catalogOf(shopId)
  const named = [...categories.values()].filter(isNamed(name))
  const found = named.filter((category) => kind === undefined || category.kind === kind)
  return pageOf(found, inMenuOrder, page)
}
