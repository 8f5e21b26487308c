import { Fault } from '#kit/fault.ts'
import { illegal } from '../domain/move.ts'
import { type Order, ownedBy } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

const remindable = new Set(['PAID', 'ACCEPTED', 'DELIVERING'])

/** Rings the shop's bell again, at most once per pause. */
export async function remindOrder(
  needs: Pick<OrderNeeds, 'store' | 'clock' | 'rules'>,
  orderId: string,
  by: Person,
): Promise<Order> {
  const order = ownedBy(await needs.store.find(orderId), by)
  if (!remindable.has(order.state)) throw illegal(order)
  const { reminderPauseMs } = needs.rules()
  const reminded = await needs.store.recordReminder(order, needs.clock.now(), reminderPauseMs)
  if (!reminded)
    throw new Fault('exhausted', 'REMINDED_TOO_SOON', 'the shop was reminded a moment ago', {
      details: { retryAfterMs: String(reminderPauseMs) },
    })
  return { ...order, reminders: order.reminders + 1 }
}
