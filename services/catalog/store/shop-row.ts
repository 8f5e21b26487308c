import type { Shop } from '../domain/catalog.ts'
import type { Area } from '../domain/delivery.ts'
import { alwaysOpen, type Hours } from '../domain/hours.ts'
import type { ShopRow } from './tables.ts'

export function shopOfRow(row: ShopRow): Shop {
  return {
    id: String(row.id),
    name: row.name,
    address: row.address,
    phone: row.phone,
    notice: row.notice,
    open: row.is_open === 1,
    packingFeeFen: row.packing_fee_fen,
    deliveryFeeFen: row.delivery_fee_fen,
    minimumOrderFen: row.minimum_order_fen,
    timeZone: row.time_zone,
    version: row.version,
    hours: row.hours === null ? alwaysOpen : (JSON.parse(row.hours) as Hours),
    areas: row.areas === null ? [] : (JSON.parse(row.areas) as readonly Area[]),
    takesUnlocated: row.takes_unlocated === 1,
    location: locationOf(row),
    preparationMinutes: row.preparation_minutes,
    deliveryMinutes: row.delivery_minutes,
    slotCapacity: row.slot_capacity,
    busyMinutes: row.busy_minutes,
    busyUntil: row.busy_until,
  }
}

function locationOf({ latitude_e6, longitude_e6 }: ShopRow): Shop['location'] {
  if (latitude_e6 === null || longitude_e6 === null) return null
  return { latitudeE6: latitude_e6, longitudeE6: longitude_e6 }
}

export function rowOfShop(shop: Shop, at: number) {
  return {
    name: shop.name,
    address: shop.address,
    phone: shop.phone,
    notice: shop.notice,
    is_open: Number(shop.open),
    packing_fee_fen: shop.packingFeeFen,
    delivery_fee_fen: shop.deliveryFeeFen,
    minimum_order_fen: shop.minimumOrderFen,
    time_zone: shop.timeZone,
    version: shop.version,
    hours: JSON.stringify(shop.hours),
    areas: JSON.stringify(shop.areas),
    takes_unlocated: Number(shop.takesUnlocated),
    latitude_e6: shop.location?.latitudeE6 ?? null,
    longitude_e6: shop.location?.longitudeE6 ?? null,
    preparation_minutes: shop.preparationMinutes,
    delivery_minutes: shop.deliveryMinutes,
    slot_capacity: shop.slotCapacity,
    busy_minutes: shop.busyMinutes,
    busy_until: shop.busyUntil,
    updated_at: at,
  }
}
