import type { Shop, ShopFields } from '../domain/catalog.ts'
import { type Actor, assertSystem } from '../domain/permission.ts'
import { foundShop } from '../domain/shop.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function createShop(
  needs: Pick<CatalogNeeds, 'store' | 'timeZone'>,
  by: Actor,
  fields: ShopFields,
): Promise<Shop> {
  assertSystem(by)
  return needs.store.recordShop(foundShop(fields, needs.timeZone()))
}
