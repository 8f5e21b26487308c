import type { Shop } from './catalog.ts'
import { openingsOf } from './hours.ts'
import { standingOf } from './standing.ts'
import { dayAt, minuteMs, offsetAt } from './zone.ts'

/** Half an hour for which orders are taken beforehand. */
export interface Slot {
  readonly startAt: number
  readonly endAt: number
  /** 0: unlimited */
  readonly capacity: number
}

export const slotMs = 30 * minuteMs

/** The slots of what opens today and tomorrow that can still be prepared for; none while closed by hand. */
export function slotsOf(shop: Shop, now: number): readonly Slot[] {
  if (!shop.open) return []
  const slots: Slot[] = []
  const earliest = readyAt(shop, now)
  const today = dayAt(now, shop.timeZone)
  for (const { beginAt, endAt } of openingsOf(shop, today - 1, today + 1)) {
    const first = slotStart(beginAt + slotMs - 1, shop.timeZone)
    for (let startAt = first; startAt + slotMs <= endAt; startAt += slotMs)
      if (startAt >= earliest) slots.push({ startAt, endAt: startAt + slotMs, capacity: shop.slotCapacity })
  }
  return slots
}

/** The half hour on the shop's clock that an instant is in. */
export function slotStart(instant: number, timeZone: string): number {
  const shown = instant + offsetAt(instant, timeZone)
  return instant - (((shown % slotMs) + slotMs) % slotMs)
}

/** When something ordered now leaves the kitchen. */
export function readyAt(shop: Shop, now: number): number {
  return now + (shop.preparationMinutes + standingOf(shop, now).busyMinutes) * minuteMs
}
