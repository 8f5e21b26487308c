import type { Change, Shop, ShopFields } from './catalog.ts'
import { checkShopFields } from './fields.ts'

/** A shop begins closed; it opens when somebody is there. */
export function foundShop(fields: ShopFields, timeZone: string): Shop {
  checkShopFields(fields)
  return { ...fields, id: '', open: false, timeZone, version: 1 }
}

export function changeShop(shop: Shop, fields: ShopFields): Change & { shop: Shop } {
  checkShopFields(fields)
  return { shop: { ...shop, ...fields, version: shop.version + 1 } }
}

export function setShopOpen(shop: Shop, open: boolean): Change & { shop: Shop } {
  return { shop: { ...shop, open, version: shop.version + 1 } }
}
