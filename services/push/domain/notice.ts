import { type Audience, type Person, seesMoney } from './audience.ts'
import type { MessageKind } from './message.ts'

export interface OrderRef {
  readonly id: string
  readonly number: string
  readonly shopId: string
  readonly customerId: string
}

/** Something that happened to an order. */
export interface Fact {
  readonly type: FactType
  readonly order: OrderRef
  /** Tells this fact from others of its type; the order's id where it happens once in a life. */
  readonly ref: string
  /** The order's after the fact; 0 where it did not move. */
  readonly version: number
  /** What the notification tells besides the order. */
  readonly details: Readonly<Record<string, string | number | boolean>>
}

export type FactType = keyof typeof hearers

/** What an audience is to be told. */
export interface Notice {
  readonly audience: Audience
  readonly type: FactType | 'stock.low' | 'stock.soldOut' | 'shop.summary'
  /** What kind of message it is; empty where it is only heard live. */
  readonly kind: MessageKind | ''
  /** The same for the same fact, so that an audience hears it once. */
  readonly onceKey: string
  /** JSON object. */
  readonly payload: string
}

/** A notice in its audience's stream. */
export interface Notification {
  readonly audience: string
  readonly seq: number
  readonly type: string
  readonly payload: string
  readonly at: number
}

/** The notification as this person may hear it: amounts are not for everybody who works in a shop. */
export function toldTo(by: Person, notification: Notification): Notification {
  if (seesMoney(by)) return notification
  const details: object = JSON.parse(notification.payload)
  const told = Object.entries(details).filter(([name]) => !name.endsWith('Fen'))
  return { ...notification, payload: JSON.stringify(Object.fromEntries(told)) }
}

/**
 * What each side is told as; a side that is absent does not hear of it. A shop first sees an order when it is
 * paid.
 */
interface Hearing {
  readonly customer?: MessageKind
  readonly shop?: MessageKind | ''
}

const hearers = {
  'order.placed': { customer: 'ORDER' },
  'order.paid': { customer: 'ORDER', shop: 'NEW_ORDER' },
  'order.urgent': { shop: 'URGENT' },
  'order.accepted': { customer: 'ORDER', shop: 'TO_DISPATCH' },
  'order.dispatched': { customer: 'ORDER', shop: '' },
  'order.completed': { customer: 'ORDER', shop: '' },
  'order.cancelled': { customer: 'ORDER', shop: 'CANCELLED' },
  'order.reminded': { shop: 'REMINDER' },
  'refund.granted': { customer: 'REFUND', shop: '' },
  'refund.succeeded': { customer: 'REFUND' },
  'refund.failed': { customer: 'REFUND', shop: 'REFUND' },
  'claim.opened': { customer: 'REFUND', shop: 'CLAIM' },
  'claim.withdrawn': { customer: 'REFUND', shop: '' },
  'claim.approved': { customer: 'REFUND', shop: '' },
  'claim.refused': { customer: 'REFUND', shop: '' },
} as const satisfies Readonly<Record<string, Hearing>>

export function noticesOf(fact: Fact): readonly Notice[] {
  const { type, order, ref, details } = fact
  const payload = JSON.stringify({ orderId: order.id, number: order.number, ...details })
  const told = { type, onceKey: `${type}:${ref}`, payload }
  const { customer, shop }: Hearing = hearers[type]
  const notices: Notice[] = []
  if (customer !== undefined)
    notices.push({ ...told, audience: `customer:${order.customerId}`, kind: customer })
  if (shop !== undefined && shopSees(fact))
    notices.push({ ...told, audience: `shop:${order.shopId}`, kind: shop })
  return notices
}

/** A cancellation is the shop's business where money comes back or it ended it itself: then it was paid. */
function shopSees({ type, details }: Fact): boolean {
  if (type !== 'order.cancelled') return true
  return details.refundDue === true || details.cancelReason === 'REJECTED' || details.cancelReason === 'SHOP'
}

/** How the order stands because of the fact, as far as it moved. */
export function standsBy({ type, version }: Fact): { readonly version: number; readonly stands: string } {
  return version === 0 ? { version, stands: '' } : { version, stands: type }
}
