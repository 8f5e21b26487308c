import type { Shop } from '../domain/catalog.ts'
import { type Actor, assertServes } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopBusy(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  by: Actor,
  shopId: string,
  busy: shops.Busy,
): Promise<Shop> {
  assertServes(by, shopId)
  const now = needs.clock.now()
  const { shop } = await needs.store.change(shopId, (catalog) => shops.setShopBusy(catalog.shop, busy, now))
  return shop
}
