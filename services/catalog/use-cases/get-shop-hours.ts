import type { Hours } from '../domain/hours.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getShopHours(needs: Pick<CatalogNeeds, 'store'>, shopId: string): Promise<Hours> {
  const { shop } = await needs.store.catalogOf(shopId)
  return shop.hours
}
