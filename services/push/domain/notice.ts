import type { Audience } from './audience.ts'

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
  /** What the notification tells besides the order. */
  readonly details: Readonly<Record<string, string | number | boolean>>
}

export type FactType = keyof typeof hearers

/** What an audience is to be told. */
export interface Notice {
  readonly audience: Audience
  readonly type: FactType
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

/** Who hears of what. A shop first sees an order when it is paid. */
const hearers = {
  'order.placed': ['customer'],
  'order.paid': ['customer', 'shop'],
  'order.accepted': ['customer', 'shop'],
  'order.dispatched': ['customer', 'shop'],
  'order.completed': ['customer', 'shop'],
  'order.cancelled': ['customer', 'shop if it saw the order'],
  'order.reminded': ['shop'],
  'refund.granted': ['customer', 'shop'],
  'refund.succeeded': ['customer'],
  'refund.failed': ['customer', 'shop'],
  'claim.opened': ['customer', 'shop'],
  'claim.withdrawn': ['customer', 'shop'],
  'claim.approved': ['customer', 'shop'],
  'claim.refused': ['customer', 'shop'],
} as const

type Hearer = (typeof hearers)[FactType][number]

export function noticesOf(fact: Fact): readonly Notice[] {
  const { type, order, ref, details } = fact
  const payload = JSON.stringify({ orderId: order.id, number: order.number, ...details })
  const listed: readonly Hearer[] = hearers[type]
  return listed
    .filter((hearer) => hearer !== 'shop if it saw the order' || shopSaw(fact))
    .map((hearer) => (hearer === 'customer' ? customerOf(order) : shopOf(order)))
    .map((audience) => ({ audience, type, onceKey: `${type}:${ref}`, payload }))
}

/** Money comes back, or the shop itself ended it: then the order had been paid. */
function shopSaw({ details }: Fact): boolean {
  return details.refundDue === true || details.cancelReason === 'REJECTED' || details.cancelReason === 'SHOP'
}

function customerOf(order: OrderRef): Audience {
  return `customer:${order.customerId}`
}

function shopOf(order: OrderRef): Audience {
  return `shop:${order.shopId}`
}
