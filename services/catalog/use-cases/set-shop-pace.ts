import type { Pace, Shop } from '../domain/catalog.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopPace(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  pace: Pace,
): Promise<Shop> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => shops.setShopPace(catalog.shop, pace))
  return shop
}
