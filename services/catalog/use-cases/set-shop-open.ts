import type { Shop } from '../domain/catalog.ts'
import { type Actor, assertServes } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopOpen(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  open: boolean,
): Promise<Shop> {
  assertServes(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => shops.setShopOpen(catalog.shop, open))
  return shop
}
