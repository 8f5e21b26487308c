import { Fault } from '#kit/fault.ts'
import { type Fact, refundsOfWhatWasKept } from './fact.ts'

/** What a customer has had of one shop: the orders of its turnover, and what is left of their money. */
export interface ShopCustomer {
  readonly customerId: string
  readonly orders: number
  readonly spentFen: number
  readonly firstOrderAt: number
  readonly lastOrderAt: number
  readonly lastOrderId: string
}

/** What one order is worth to what is known of its customer. */
export interface Visit {
  readonly shopId: string
  readonly customerId: string
  readonly orderId: string
  readonly placedAt: number
  readonly spentFen: number
}

/** What must be added to a customer; `orders` is 1 where the order was not among them. */
export interface Gain extends Visit {
  readonly orders: 0 | 1
}

/** Null until it is known that the order was completed, and who had placed it when. */
export function visitOf(orderId: string, fact: Fact): Visit | null {
  const { shopId, customerId, placed, completed } = fact
  if (shopId === undefined || customerId === undefined || !placed || !completed) return null
  const back = refundsOfWhatWasKept(fact).reduce((sum, { amountFen }) => sum + amountFen, 0)
  return { shopId, customerId, orderId, placedAt: placed.at, spentFen: completed.amountFen - back }
}

/** Null where nothing has changed. What is known of an order only grows, so that a visit never ends. */
export function gainOf(before: Visit | null, after: Visit | null): Gain | null {
  if (!after || before?.spentFen === after.spentFen) return null
  return { ...after, orders: before ? 0 : 1, spentFen: after.spentFen - (before?.spentFen ?? 0) }
}

/** Nothing yet, but for when its first order was placed. */
export function beginningWith({ customerId, placedAt, orderId }: Gain): ShopCustomer {
  const placed = { firstOrderAt: placedAt, lastOrderAt: placedAt, lastOrderId: orderId }
  return { customerId, orders: 0, spentFen: 0, ...placed }
}

/** The same in whatever order gains come; of two orders placed at one moment the last is always the same. */
export function withGain(known: ShopCustomer, gain: Gain): ShopCustomer {
  const { orders, spentFen, placedAt, orderId } = gain
  const isLater =
    placedAt > known.lastOrderAt || (placedAt === known.lastOrderAt && orderId > known.lastOrderId)
  return {
    customerId: known.customerId,
    orders: known.orders + orders,
    spentFen: known.spentFen + spentFen,
    firstOrderAt: Math.min(known.firstOrderAt, placedAt),
    lastOrderAt: isLater ? placedAt : known.lastOrderAt,
    lastOrderId: isLater ? orderId : known.lastOrderId,
  }
}

/** By what customers are put in order, the greatest first. */
export type CustomerSort = 'LAST_ORDER' | 'SPENT'

export interface CustomersWish {
  readonly sort: CustomerSort
  /** What the page before answered; empty: from the first. */
  readonly cursor: string
  readonly limit: number
}

/** Where a page begins: behind a customer with this time, or this money. */
export interface Place {
  readonly value: number
  readonly customerId: string
}

export interface CustomersPage {
  readonly sort: CustomerSort
  readonly behind: Place | null
  readonly limit: number
}

const limitMax = 100
const cursorForm = /^(LAST_ORDER|SPENT):(-?\d{1,15}):([A-Za-z0-9-]{1,36})$/

export function checkedCustomers({ sort, cursor, limit }: CustomersWish): CustomersPage {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
    throw new Fault('invalid', 'PARAMETER_INVALID', `a page has 1 to ${limitMax} customers`)
  if (cursor === '') return { sort, behind: null, limit }
  const [, by, value, customerId = ''] = cursorForm.exec(cursor) ?? []
  if (by !== sort)
    throw new Fault('invalid', 'PARAMETER_INVALID', 'a cursor is what the page before answered')
  return { sort, behind: { value: Number(value), customerId }, limit }
}

/** Where the next page begins; empty at the end. */
export function cursorBehind({ sort, limit }: CustomersPage, customers: readonly ShopCustomer[]): string {
  const last = customers.at(-1)
  if (!last || customers.length < limit) return ''
  return [sort, sort === 'SPENT' ? last.spentFen : last.lastOrderAt, last.customerId].join(':')
}
