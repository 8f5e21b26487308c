import type { TimerHandler } from '#kit/timers/timers.ts'
import { orderTimer } from './store/wake.ts'
import { advanceOrder } from './use-cases/advance-order.ts'
import type { CarryOnNeeds } from './use-cases/carry-on.ts'

/** Each order has one wake-up call; what is to be done then follows from its state. */
export function timerHandlers(needs: CarryOnNeeds): Readonly<Record<string, TimerHandler>> {
  return { [orderTimer]: (orderId) => advanceOrder(needs, orderId) }
}
