import { Fault } from '#kit/fault.ts'
import { type Windows, wakeAt } from './next-step.ts'
import type { CancelReason, HistoryEntry, Order, RefundDuty } from './order.ts'
import { nameOf, type Person } from './person.ts'
import { type State, type Trigger, target } from './transitions.ts'

export type OrderEvent =
  | 'OrderPlaced'
  | 'OrderPaid'
  | 'OrderAccepted'
  | 'OrderDispatched'
  | 'OrderCompleted'
  | 'OrderCancelled'

export type NewDuty = Pick<RefundDuty, 'attemptId' | 'amountFen' | 'cause'>

/** A change of state as data: the store writes all of it in one transaction or none of it. */
export interface Move {
  readonly before: Order
  /** The order after the move; its version is one higher. */
  readonly after: Order
  readonly entry: HistoryEntry
  readonly event: OrderEvent | null
  readonly duty: NewDuty | null
  /** When the order must be looked at again; null = never. */
  readonly wakeAt: number | null
}

/** What differs from one occasion to the next. */
export interface Occasion {
  readonly by: Person
  readonly at: number
  readonly note?: string
  /** The shop's own estimate of an order it accepts; 0: the usual one. */
  readonly minutes?: number
}

export const eventOf: Partial<Record<State, OrderEvent>> = {
  PENDING: 'OrderPlaced',
  PAID: 'OrderPaid',
  ACCEPTED: 'OrderAccepted',
  DELIVERING: 'OrderDispatched',
  COMPLETED: 'OrderCompleted',
  CANCELLED: 'OrderCancelled',
}

/** Moves an order, or refuses with where it stands now and who brought it there. */
export function move(order: Order, trigger: Trigger, occasion: Occasion, windows: Windows): Move {
  const to = target(order.state, trigger)
  if (!to) throw illegal(order)
  const entry = {
    version: order.version + 1,
    from: order.state,
    to,
    by: nameOf(occasion.by),
    note: occasion.note ?? '',
    at: occasion.at,
  }
  const moved = {
    ...order,
    ...changes(order, { note: '', minutes: 0, ...occasion, trigger, to }, windows),
    state: to,
    version: entry.version,
    revision: order.revision + 1,
    history: [...order.history, entry],
    updatedAt: occasion.at,
  }
  return {
    before: order,
    after: moved,
    entry,
    event: eventOf[to] ?? null,
    duty: null,
    wakeAt: wakeAt(moved, occasion.at, windows),
  }
}

export function illegal(order: Order): Fault {
  const last = order.history.at(-1)
  const details = { state: order.state, by: last?.by ?? '' }
  return new Fault('conflict', 'MOVE_ILLEGAL', `the order is ${order.state}`, { details })
}

/** The same move, with money that must go back. */
export function withRefund(made: Move, duty: NewDuty, windows: Windows): Move {
  const n = made.after.refunds.length + 1
  const after: Order = { ...made.after, refunds: [...made.after.refunds, { ...duty, n, state: 'DUE' }] }
  return { ...made, after, duty, wakeAt: wakeAt(after, made.entry.at, windows) }
}

/** What a move changes in the order besides its state. */
interface Change {
  readonly trigger: Trigger
  readonly to: State
  readonly note: string
  readonly at: number
  readonly minutes: number
}

function changes(order: Order, { trigger, to, note, at, minutes }: Change, windows: Windows): Partial<Order> {
  switch (to) {
    case 'PENDING':
      return { payDeadline: at + windows.payMs }
    case 'CLOSING':
      return { cancelReason: reasonOf(trigger), cancelNote: note }
    case 'PAID':
      return { cancelReason: '', cancelNote: '' }
    case 'ACCEPTED':
      return {
        disposition: 'COMMIT',
        estimatedAt: minutes > 0 ? at + minutes * minuteMs : expectedFrom(order, at),
      }
    case 'CANCELLED':
      return {
        cancelReason: order.cancelReason || reasonOf(trigger),
        cancelNote: order.cancelNote || note,
        // Food that was accepted is cooked: its stock stays taken.
        disposition: order.disposition || 'RELEASE',
      }
    default:
      return {}
  }
}

const minuteMs = 60_000

/** A slot is a promise; what comes as soon as possible is counted from acceptance. */
function expectedFrom({ slotAt, leadMs, estimatedAt }: Order, at: number): number {
  return slotAt === 0 && leadMs > 0 ? at + leadMs : estimatedAt
}

function reasonOf(trigger: Trigger): CancelReason {
  switch (trigger) {
    case 'pay window over':
      return 'TIMEOUT'
    case 'cancel by customer':
      return 'CUSTOMER'
    case 'reject':
      return 'REJECTED'
    case 'stock short':
      return 'OUT_OF_STOCK'
    default:
      return 'SHOP'
  }
}
