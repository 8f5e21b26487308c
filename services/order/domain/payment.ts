import { Fault } from '#kit/fault.ts'
import { illegal, type Move, move, type NewDuty, type Occasion, withRefund } from './move.ts'
import type { Windows } from './next-step.ts'
import { type Order, refundableFen } from './order.ts'

/** Money that the provider has taken for an attempt. */
export interface Payment {
  readonly attemptId: string
  readonly amountFen: number
  readonly paidAt: number
  /** Paid after the provider had confirmed that the attempt was closed. */
  readonly late: boolean
}

/** What a payment means for an order: a move, only money to give back, or nothing new. */
export type Settlement =
  | { readonly do: 'move'; readonly move: Move }
  | { readonly do: 'refund'; readonly duty: NewDuty }
  | { readonly do: 'nothing' }

/** Every payment that cannot be used goes back; decided here and nowhere else. */
export function settle(order: Order, payment: Payment, occasion: Occasion, windows: Windows): Settlement {
  if (order.winnerId === payment.attemptId) return { do: 'nothing' }
  if (order.refunds.some((refund) => refund.attemptId === payment.attemptId)) return { do: 'nothing' }
  if (order.state === 'PENDING') return { do: 'move', move: win(order, payment, occasion, windows) }
  if (order.state === 'CLOSING' && !payment.late)
    return { do: 'move', move: settleClosing(order, payment, occasion, windows) }
  return {
    do: 'refund',
    duty: { ...moneyOf(payment), cause: order.state === 'CANCELLED' ? 'CANCELLED' : 'SURPLUS' },
  }
}

/** In time wins over the timer; after the customer's own cancel the money goes back. */
function settleClosing(order: Order, payment: Payment, occasion: Occasion, windows: Windows): Move {
  if (order.cancelReason !== 'CUSTOMER') return win(order, payment, occasion, windows)
  const settled = { ...order, attempt: order.attempt && { ...order.attempt, closed: true } }
  const cancelled = move(settled, 'cancel by customer', occasion, windows)
  return withRefund(cancelled, { ...moneyOf(payment), cause: 'CANCELLED' }, windows)
}

function win(order: Order, payment: Payment, occasion: Occasion, windows: Windows): Move {
  const paid = { ...order, winnerId: payment.attemptId }
  return { ...move(paid, payment.late ? 'pay late' : 'pay', occasion, windows), before: order }
}

/** A cancelled order that had been paid owes what is left of its money. */
export function cancelPaid(cancelled: Move, windows: Windows): Move {
  const amountFen = refundableFen(cancelled.after)
  if (amountFen === 0) return cancelled
  const { winnerId } = cancelled.after
  return withRefund(cancelled, { attemptId: winnerId, amountFen, cause: 'CANCELLED' }, windows)
}

const moneyOf = (payment: Payment) => ({ attemptId: payment.attemptId, amountFen: payment.amountFen })

/** The order, if it can be paid now. */
export function payable(order: Order, now: number): Order {
  if (order.state === 'PLACING') throw new Fault('conflict', 'ORDER_BUSY', 'the order is being placed')
  if (order.winnerId !== '') throw new Fault('conflict', 'ALREADY_PAID', 'the order is paid')
  if (order.state === 'CLOSING') throw new Fault('precondition', 'PAY_EXPIRED', 'the order is being closed')
  if (order.state !== 'PENDING') throw illegal(order)
  if (now >= order.payDeadline) throw new Fault('precondition', 'PAY_EXPIRED', 'the time to pay is over')
  return order
}
