import { checkAreas } from './area-fields.ts'
import type { Change, Pace, Shop, ShopFields } from './catalog.ts'
import type { ShopAreas } from './delivery.ts'
import { checkShopFields, checkWhole } from './fields.ts'
import type { ShopException, WeekRange } from './hours.ts'
import { checkException, checkWeek, exceptionsMax } from './hours-fields.ts'
import { minuteMs } from './zone.ts'

type ShopChange = Change & { readonly shop: Shop }

/** A shop begins closed, as it would be anywhere at any time; it opens when somebody is there. */
export function foundShop(fields: ShopFields, timeZone: string): Shop {
  checkShopFields(fields)
  return {
    ...{ ...fields, id: '', open: false, timeZone, version: 1 },
    ...{ hours: { week: [], exceptions: [] }, location: null, areas: [], takesUnlocated: false },
    ...{ preparationMinutes: 20, deliveryMinutes: 30, slotCapacity: 0, busyMinutes: 0, busyUntil: 0 },
  }
}

export function changeShop(shop: Shop, fields: ShopFields): ShopChange {
  checkShopFields(fields)
  return changed(shop, fields)
}

export function setShopOpen(shop: Shop, open: boolean): ShopChange {
  return changed(shop, { open })
}

export function setShopHours(shop: Shop, week: readonly WeekRange[]): ShopChange {
  return changed(shop, { hours: { ...shop.hours, week: checkWeek(week) } })
}

export function setShopException(shop: Shop, exception: ShopException): ShopChange {
  const exceptions = [...othersThan(shop, exception.date), checkException(exception)]
  checkWhole('exceptions', exceptions.length, 0, exceptionsMax)
  exceptions.sort((a, b) => (a.date < b.date ? -1 : 1))
  return changed(shop, { hours: { ...shop.hours, exceptions } })
}

export function clearShopException(shop: Shop, date: string): ShopChange {
  return changed(shop, { hours: { ...shop.hours, exceptions: othersThan(shop, date) } })
}

export function setShopAreas(shop: Shop, areas: ShopAreas): ShopChange {
  return changed(shop, checkAreas(areas))
}

export function setShopPace(shop: Shop, pace: Pace): ShopChange {
  checkWhole('preparationMinutes', pace.preparationMinutes, 0, 240)
  checkWhole('deliveryMinutes', pace.deliveryMinutes, 0, 240)
  checkWhole('slotCapacity', pace.slotCapacity, 0, 9999)
  return changed(shop, pace)
}

export interface Busy {
  readonly extraMinutes: number
  readonly forMinutes: number
}

/** Nothing more to prepare ends it; else it ends by itself. */
export function setShopBusy(shop: Shop, { extraMinutes, forMinutes }: Busy, now: number): ShopChange {
  checkWhole('extraMinutes', extraMinutes, 0, 120)
  if (extraMinutes === 0) return changed(shop, { busyMinutes: 0, busyUntil: 0 })
  checkWhole('forMinutes', forMinutes, 1, 720)
  return changed(shop, { busyMinutes: extraMinutes, busyUntil: now + forMinutes * minuteMs })
}

function othersThan({ hours }: Shop, date: string): ShopException[] {
  return hours.exceptions.filter((one) => one.date !== date)
}

function changed(shop: Shop, fields: Partial<Shop>): ShopChange {
  return { shop: { ...shop, ...fields, version: shop.version + 1 } }
}
