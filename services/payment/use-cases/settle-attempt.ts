import { dayOf, endOfDay } from '../domain/day.ts'
import { mismatch, type Payment, settle } from '../domain/payment.ts'
import { differenceOf } from '../domain/reconciliation.ts'
import type { NoticeResult, PaymentNeeds, ProviderEvent } from '../ports.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'alarm' | 'clock' | 'merchant' | 'rules'>

const racesMax = 5

/**
 * The one way by which money becomes known: notification, query and bill all end here.
 * What does not fit is kept apart and never pays anything.
 */
export async function settleAttempt(
  needs: Needs,
  payment: Payment,
  event?: ProviderEvent,
): Promise<NoticeResult> {
  for (let race = 0; race < racesMax; race++) {
    const at = needs.clock.now()
    const occasion = { at, ...(event ? { event } : {}) }
    const attempt = await needs.store.findAttempt(payment.attemptId)
    const holder = await needs.store.holderOf(payment.transaction)
    const wrong = mismatch(attempt, payment, needs.merchant(), holder)
    if (wrong) {
      const about = { attemptId: payment.attemptId, ref: payment.transaction }
      const difference = differenceOf(wrong.kind, about, wrong.ours, wrong.theirs)
      const isNew = await needs.store.recordDifference(difference, { ...occasion, day: dayOf(at) })
      if (isNew) needs.alarm('a payment does not fit its attempt', { ...about, kind: wrong.kind })
      return 'QUARANTINED'
    }
    const settlement = attempt && settle(attempt, payment)
    if (!settlement) {
      if (event) await needs.store.recordNotice(event, 'APPLIED', at)
      return 'APPLIED'
    }
    const day = dayOf(payment.paidAt)
    const reconcile = { day, at: endOfDay(day) + needs.rules().billAfterMs }
    if (await needs.store.recordSettlement(settlement, { ...occasion, reconcile })) return 'APPLIED'
  }
  throw new Error('an attempt kept moving while it was settled')
}
