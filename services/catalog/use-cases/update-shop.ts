import type { Shop, ShopFields } from '../domain/catalog.ts'
import { type Actor, assertManager } from '../domain/permission.ts'
import { changeShop } from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function updateShop(
  needs: Pick<CatalogNeeds, 'store'>,
  by: Actor,
  shopId: string,
  fields: ShopFields,
): Promise<Shop> {
  assertManager(by, shopId)
  const { shop } = await needs.store.change(shopId, (catalog) => changeShop(catalog.shop, fields))
  return shop
}
