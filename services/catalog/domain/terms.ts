import type { Shop } from './catalog.ts'
import { type DeliveryRefusal, type Destination, deliveryTo } from './delivery.ts'
import { hoursAt } from './hours.ts'
import { readyAt, type Slot, slotStart, slotsOf } from './slots.ts'
import { standingOf } from './standing.ts'
import { minuteMs } from './zone.ts'

/** Where and when somebody wants an order. */
export interface DeliveryWish {
  /** Undefined: not chosen yet. */
  readonly destination: Destination | undefined
  /** 0: as soon as possible */
  readonly deliverAt: number
}

/** On what terms a shop brings an order there and then. */
export interface Terms {
  readonly refusal: TimeRefusal | DeliveryRefusal
  readonly deliveryFeeFen: number
  readonly minimumOrderFen: number
  /** From acceptance to the door. */
  readonly leadMs: number
  readonly estimatedAt: number
  /** To be booked; undefined: it comes as soon as possible. */
  readonly slot: Slot | undefined
}

type TimeRefusal = '' | 'SHOP_CLOSED' | 'SLOT_MISSING'

export function termsFor(shop: Shop, { destination, deliverAt }: DeliveryWish, now: number): Terms {
  const { refusal: placeRefusal, deliveryMinutes, ...fees } = deliveryTo(shop, destination)
  const { refusal: timeRefusal, slot } = timeFor(shop, deliverAt, now)
  const leadMs = readyAt(shop, now) - now + deliveryMinutes * minuteMs
  return {
    refusal: timeRefusal || placeRefusal,
    deliveryFeeFen: fees.deliveryFeeFen,
    minimumOrderFen: fees.minimumOrderFen,
    leadMs,
    estimatedAt: slot ? deliverAt : now + leadMs,
    slot,
  }
}

/** A wish for what cannot be prepared for any more is one for as soon as possible. */
function timeFor(shop: Shop, deliverAt: number, now: number): { refusal: TimeRefusal; slot?: Slot } {
  const startAt = deliverAt === 0 ? 0 : slotStart(deliverAt, shop.timeZone)
  if (startAt < readyAt(shop, now)) return { refusal: standingOf(shop, now).openNow ? '' : 'SHOP_CLOSED' }
  const slot = slotsOf(shop, now).find((one) => one.startAt === startAt)
  if (slot) return { refusal: '', slot }
  return { refusal: shop.open && hoursAt(shop, deliverAt).within ? 'SLOT_MISSING' : 'SHOP_CLOSED' }
}
