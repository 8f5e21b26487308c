import type { Order, RefundDuty } from './order.ts'

/** How long things may take, in milliseconds. */
export interface Windows {
  /** To pay, from PENDING. */
  readonly payMs: number
  /** For the shop to accept, from PAID; 0 = for ever. */
  readonly acceptMs: number
  /** Until a delivery counts as completed by itself. */
  readonly deliveryMs: number
  /** Until an order that is still PLACING is looked at again. */
  readonly placeRetryMs: number
}

/** What is still to be done for an order when it is looked at. */
export type Step =
  | { readonly do: 'reserve stock' }
  | { readonly do: 'close attempt' }
  | { readonly do: 'finish closing' }
  | { readonly do: 'refund'; readonly duty: RefundDuty }
  | { readonly do: 'settle stock' }
  | { readonly do: 'close unpaid' }
  | { readonly do: 'reject unaccepted' }
  | { readonly do: 'complete delivery' }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'rest' }

/** The next thing to do: from the state alone, so a crash or a second runner changes nothing. */
export function nextStep(order: Order, now: number, windows: Windows): Step {
  if (order.state === 'PLACING') return { do: 'reserve stock' }
  const attemptOpen = order.attempt !== null && !order.attempt.closed && order.attempt.id !== order.winnerId
  if (order.state === 'CLOSING') return { do: attemptOpen ? 'close attempt' : 'finish closing' }
  if (attemptOpen && order.state !== 'PENDING') return { do: 'close attempt' }
  const duty = order.refunds.find((refund) => refund.state === 'DUE')
  if (duty) return { do: 'refund', duty }
  if (order.disposition !== '' && !order.dispositionDone) return { do: 'settle stock' }
  return dueByTime(order, now, windows)
}

function dueByTime(order: Order, now: number, windows: Windows): Step {
  const deadline = deadlineOf(order, windows)
  if (deadline === null) return { do: 'rest' }
  if (now < deadline) return { do: 'wait', until: deadline }
  if (order.state === 'PENDING') return { do: 'close unpaid' }
  return { do: order.state === 'PAID' ? 'reject unaccepted' : 'complete delivery' }
}

function deadlineOf(order: Order, windows: Windows): number | null {
  if (order.state === 'PENDING') return order.payDeadline
  if (order.state === 'PAID' && windows.acceptMs > 0) return order.updatedAt + windows.acceptMs
  if (order.state === 'DELIVERING') return order.updatedAt + windows.deliveryMs
  return null
}

/**
 * When the order must be looked at again: now if there is something to do, its deadline if it waits, else
 * never.
 */
export function wakeAt(order: Order, now: number, windows: Windows): number | null {
  // The one who submits reserves at once; the timer only takes over where that one died.
  if (order.state === 'PLACING') return now + windows.placeRetryMs
  const step = nextStep(order, now, windows)
  if (step.do === 'wait') return step.until
  return step.do === 'rest' ? null : now
}
