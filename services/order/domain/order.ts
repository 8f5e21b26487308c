import { Fault } from '#kit/fault.ts'
import type { Location } from './location.ts'
import type { Person } from './person.ts'
import type { Charge, OrderLine } from './pricing.ts'
import type { State } from './transitions.ts'

export type CancelReason = '' | 'TIMEOUT' | 'CUSTOMER' | 'REJECTED' | 'SHOP' | 'OUT_OF_STOCK'

/** What happens to the stock an order holds; once chosen it never changes. */
export type Disposition = '' | 'COMMIT' | 'RELEASE'

export type Channel = 'WECHAT_JSAPI' | 'WECHAT_H5'

/** The latest attempt to pay; every earlier one is closed. */
export interface Attempt {
  readonly n: number
  readonly id: string
  readonly channel: Channel
  readonly closed: boolean
}

/** Why money goes back; a grant is named, because an attempt may have several. */
export type RefundCause = 'CANCELLED' | 'SURPLUS' | `GRANTED:${string}`

/** Money that must go back, decided by the order and moved by payment. */
export interface RefundDuty {
  readonly n: number
  readonly attemptId: string
  readonly amountFen: number
  readonly cause: RefundCause
  readonly state: 'DUE' | 'REQUESTED' | 'DONE' | 'ABNORMAL'
}

export interface HistoryEntry {
  readonly version: number
  readonly from: State | ''
  readonly to: State
  readonly by: string
  readonly note: string
  readonly at: number
}

export interface DeliveryAddress {
  readonly consignee: string
  readonly phone: string
  readonly text: string
  /** Null where the customer had not put it on the map. */
  readonly location: Location | null
}

/** Pieces of a line of the order. */
export interface Pieces {
  readonly lineId: string
  readonly quantity: number
}

/** The decision of staff to give part of an order's money back; its duty bears the same number. */
export interface Grant {
  readonly id: string
  readonly n: number
  readonly amountFen: number
  /** Empty: for no line in particular. */
  readonly lines: readonly Pieces[]
  readonly reason: string
  /** The claim it answers; empty where nobody had claimed. */
  readonly claimId: string
  readonly by: string
  readonly at: number
}

export interface Order {
  readonly id: string
  readonly number: string
  /** The database's own count, for clients that know only numbers; 0 before the order is recorded. */
  readonly numberId: number
  readonly shopId: string
  readonly customerId: string
  readonly state: State
  readonly version: number
  /** Grows with every write, moves or not: a decision counts only for the order it was made on. */
  readonly revision: number
  readonly amountFen: number
  readonly lines: readonly OrderLine[]
  readonly charges: readonly Charge[]
  readonly history: readonly HistoryEntry[]
  readonly refunds: readonly RefundDuty[]
  readonly grants: readonly Grant[]
  readonly address: DeliveryAddress
  /** The customer's own, which may have changed since; empty: not known. */
  readonly addressId: string
  readonly remark: string
  readonly cutlery: number
  /** As many sets as the meal needs, whatever the number says. */
  readonly cutleryByMeal: boolean
  readonly deliverAt: number
  /** When the slot it is booked in begins; 0: as soon as possible. */
  readonly slotAt: number
  /** From acceptance to the door, as it was when the order was placed. */
  readonly leadMs: number
  /** When it is expected at the door. */
  readonly estimatedAt: number
  /** 0 before PENDING */
  readonly payDeadline: number
  /** The attempt that paid; empty before PAID. */
  readonly winnerId: string
  readonly attempt: Attempt | null
  readonly disposition: Disposition
  readonly dispositionDone: boolean
  readonly cancelReason: CancelReason
  readonly cancelNote: string
  readonly shortDishIds: readonly string[]
  readonly reminders: number
  /** 0 before the first. */
  readonly remindedAt: number
  readonly createdAt: number
  readonly updatedAt: number
}

const missing = () => new Fault('missing', 'ORDER_MISSING', 'there is no such order')

/** The order, if this person may see it. A foreign order is answered exactly like an absent one. */
export function visibleTo(order: Order | null, by: Person): Order {
  if (!order) throw missing()
  if (by.kind === 'system') return order
  if (by.kind === 'customer' && order.customerId === by.id) return order
  if (by.kind === 'employee' && order.shopId === by.shopId) return order
  throw missing()
}

/** The order, if this person works for its shop. */
export function servedBy(order: Order | null, by: Person): Order {
  if (by.kind === 'customer' || by.kind === 'anonymous') throw missing()
  return visibleTo(order, by)
}

/** The order, if it is this customer's own. */
export function ownedBy(order: Order | null, by: Person): Order {
  if (by.kind !== 'customer') throw missing()
  return visibleTo(order, by)
}

export function refundedFen(order: Order): number {
  return order.refunds.reduce((sum, refund) => (refund.state === 'DONE' ? sum + refund.amountFen : sum), 0)
}

/**
 * Where the money of an order is: RETURNED where all of it is back with the customer, or on its way. A refund
 * that is ABNORMAL is not on its way: a person must look first.
 */
export type Money = 'UNPAID' | 'PAID' | 'RETURNED'

export function moneyOf(order: Order): Money {
  if (refundedFen(order) >= order.amountFen) return 'RETURNED'
  if (order.winnerId === '') return 'UNPAID'
  const isStuck = order.refunds.some(
    ({ attemptId, state }) => attemptId === order.winnerId && state === 'ABNORMAL',
  )
  return order.state === 'CANCELLED' && !isStuck ? 'RETURNED' : 'PAID'
}

/** What is left to give back of the payment that won. */
export function refundableFen({ winnerId, amountFen, refunds }: Order): number {
  if (winnerId === '') return 0
  const own = refunds.filter(({ attemptId }) => attemptId === winnerId)
  return own.reduce((left, refund) => left - refund.amountFen, amountFen)
}
