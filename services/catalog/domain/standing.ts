import type { Shop } from './catalog.ts'
import { type HoursNow, hoursAt } from './hours.ts'

/** How a shop stands at a moment. */
export interface Standing {
  readonly openNow: boolean
  /** When its hours open it next; 0: it is open, closed by hand or closed for long. */
  readonly opensAt: number
  /** When its hours close it next; 0: it is closed or open for long. */
  readonly closesAt: number
  /** Added to every preparation now. */
  readonly busyMinutes: number
  readonly busyUntil: number
}

/** Both the switch at the counter and the hours must say so, and the switch wins. */
export function standingOf(shop: Shop, now: number): Standing {
  const { within, changesAt } = knownHours(shop, now)
  const openNow = shop.open && within
  const isBusy = now < shop.busyUntil
  return {
    openNow,
    opensAt: shop.open && !within ? changesAt : 0,
    closesAt: openNow ? changesAt : 0,
    busyMinutes: isBusy ? shop.busyMinutes : 0,
    busyUntil: isBusy ? shop.busyUntil : 0,
  }
}

/** Until when a shop is sure to stand as it does if nobody changes it; 0: for ever. */
export function standsUntil(shop: Shop, now: number): number {
  const { busyUntil } = standingOf(shop, now)
  const until = Math.min(knownHours(shop, now).until, busyUntil || Infinity)
  return until === Infinity ? 0 : until
}

interface Known extends HoursNow {
  readonly from: number
  readonly until: number
}

const dayMs = 86_400_000
const known = new WeakMap<Shop, Known>()

/** A shop is asked at every price and every menu: what its hours say is worked out once until it changes. */
function knownHours(shop: Shop, now: number): Known {
  const last = known.get(shop)
  if (last && now >= last.from && now < last.until) return last
  const found = hoursAt(shop, now)
  const { week, exceptions } = shop.hours
  // What changes beyond the fortnight that was looked at comes nearer.
  const lookAgainAt = week.length + exceptions.length === 0 ? Infinity : now + dayMs
  const fresh = { ...found, from: now, until: found.changesAt || lookAgainAt }
  known.set(shop, fresh)
  return fresh
}
