import type { TimerHandler } from '#kit/timers/timers.ts'
import { orderTimer } from './store/orders.ts'
import { type AdvanceNeeds, advanceOrder } from './use-cases/advance-order.ts'

/** Each order has one wake-up call; what is to be done then follows from its state. */
export function timerHandlers(needs: AdvanceNeeds): Readonly<Record<string, TimerHandler>> {
  return { [orderTimer]: (orderId) => advanceOrder(needs, orderId) }
}
