import type { ShopAreas } from '../domain/delivery.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getShopAreas(needs: Pick<CatalogNeeds, 'store'>, shopId: string): Promise<ShopAreas> {
  const { shop } = await needs.store.catalogOf(shopId)
  return shop
}
