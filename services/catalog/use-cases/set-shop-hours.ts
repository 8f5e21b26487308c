import type { Hours, WeekRange } from '../domain/hours.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import * as shops from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function setShopHours(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  week: readonly WeekRange[],
): Promise<Hours> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => shops.setShopHours(catalog.shop, week))
  return shop.hours
}
