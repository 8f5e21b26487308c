import type { Shop } from '../domain/catalog.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getShop(needs: Pick<CatalogNeeds, 'store'>, shopId: string): Promise<Shop> {
  const { shop } = await needs.store.catalogOf(shopId)
  return shop
}
