import type { Hours } from '../domain/hours.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function clearShopException(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  date: string,
): Promise<Hours> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => shops.clearShopException(catalog.shop, date))
  return shop.hours
}
