import type { TimerHandler } from '#kit/timers/timers.ts'
import type { PaymentNeeds } from './ports.ts'
import { attemptTimer } from './store/attempts.ts'
import { dayTimer } from './store/differences.ts'
import { refundTimer } from './store/refunds.ts'
import { followAttempt } from './use-cases/follow-attempt.ts'
import { followDay } from './use-cases/follow-day.ts'
import { followRefund } from './use-cases/follow-refund.ts'

/** Everything settles by asking, even if no notification ever arrives. */
export function timerHandlers(needs: PaymentNeeds): Readonly<Record<string, TimerHandler>> {
  return {
    [attemptTimer]: (attemptId) => followAttempt(needs, attemptId),
    [refundTimer]: (refundId) => followRefund(needs, refundId),
    [dayTimer]: (day) => followDay(needs, day),
  }
}
