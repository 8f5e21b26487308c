import type { TimerHandler } from '#kit/timers/timers.ts'
import type { PushNeeds } from './ports.ts'
import { summaryTimer } from './store/append-notice.ts'
import { urgentTimer } from './store.ts'
import { sumUpDay } from './use-cases/sum-up-day.ts'
import { warnUrgent } from './use-cases/warn-urgent.ts'

/** An order that waits too long, and the end of a shop's day. */
export function pushTimers(needs: PushNeeds): Readonly<Record<string, TimerHandler>> {
  return {
    [urgentTimer]: (orderId, deliverAt) => warnUrgent(needs, orderId, Number(deliverAt)),
    [summaryTimer]: (shopId) => sumUpDay(needs, shopId),
  }
}
