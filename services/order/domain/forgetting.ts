import { Fault } from '#kit/fault.ts'
import type { State } from './transitions.ts'

/** An order that still tells who ordered it. */
export interface Remembered {
  readonly id: string
  readonly state: State
  readonly updatedAt: number
}

/** Which orders of a customer who is gone are forgotten now, and when to look again. */
export interface Forgetting {
  readonly due: readonly Remembered[]
  /** null: nothing is left. */
  readonly nextAt: number | null
}

/**
 * Who an order was for is needed until it has ended and for some time after: for what is disputed, and for
 * what goes back.
 */
export function forgetting(orders: readonly Remembered[], at: number, keptMs: number): Forgetting {
  const needed = orders.map((order) => ({ order, until: (hasEnded(order) ? order.updatedAt : at) + keptMs }))
  const due = needed.filter(({ order, until }) => hasEnded(order) && until <= at).map(({ order }) => order)
  if (due.length > 0) return { due, nextAt: at }
  const nextAt = needed.length === 0 ? null : Math.min(...needed.map(({ until }) => until))
  return { due, nextAt: nextAt === null ? null : Math.max(nextAt, at + lookAgainMs) }
}

/** Something that has not ended yet is not looked at without a pause. */
const lookAgainMs = 1000

function hasEnded({ state }: Remembered): boolean {
  return state === 'COMPLETED' || state === 'CANCELLED'
}

export function customerBusy(): Fault {
  return new Fault('precondition', 'CUSTOMER_BUSY', 'an order or a refund is still under way')
}

export function customerClosed(): Fault {
  return new Fault('precondition', 'CUSTOMER_CLOSED', 'the account is being deleted')
}
