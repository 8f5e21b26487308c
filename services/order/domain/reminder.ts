import { Fault } from '#kit/fault.ts'
import { illegal } from './move.ts'
import type { Order } from './order.ts'

const remindable: ReadonlySet<string> = new Set(['PAID', 'ACCEPTED', 'DELIVERING'])

/** Refuses what the shop need not hear: of an order that is not paid or has ended, or again so soon. */
export function checkReminder(order: Order, at: number, pauseMs: number): void {
  if (!remindable.has(order.state)) throw illegal(order)
  if (order.reminders === 0) return
  const waitMs = order.remindedAt + pauseMs - at
  if (waitMs > 0) throw remindedTooSoon(waitMs)
}

function remindedTooSoon(waitMs: number): Fault {
  const details = { retryAfterMs: String(waitMs), retryAfterSeconds: String(Math.ceil(waitMs / 1000)) }
  return new Fault('exhausted', 'REMINDED_TOO_SOON', 'the shop was reminded a moment ago', { details })
}
