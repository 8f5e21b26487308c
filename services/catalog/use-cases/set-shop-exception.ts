import type { Hours, ShopException } from '../domain/hours.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopException(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  exception: ShopException,
): Promise<Hours> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) =>
    shops.setShopException(catalog.shop, exception),
  )
  return shop.hours
}
