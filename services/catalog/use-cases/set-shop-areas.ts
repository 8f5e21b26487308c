import type { ShopAreas } from '../domain/delivery.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopAreas(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  areas: ShopAreas,
): Promise<ShopAreas> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => shops.setShopAreas(catalog.shop, areas))
  return shop
}
