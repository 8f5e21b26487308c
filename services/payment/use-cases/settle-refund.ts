import { dayOf, endOfDay } from '../domain/day.ts'
import { differenceOf } from '../domain/reconciliation.ts'
import { fits, type RefundAnswer } from '../domain/refund.ts'
import type { NoticeResult, PaymentNeeds, ProviderEvent } from '../ports.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'alarm' | 'clock' | 'rules'>

/** The one way by which a refund's fate becomes known: answer, notification, query and bill all end here. */
export async function settleRefund(
  needs: Needs,
  answer: RefundAnswer,
  event?: ProviderEvent,
): Promise<NoticeResult> {
  const at = needs.clock.now()
  const occasion = { at, ...(event ? { event } : {}) }
  const refund = await needs.store.findRefund(answer.refundId)
  if (!refund || !fits(refund, answer)) {
    const about = { attemptId: answer.attemptId, ref: answer.refundId }
    const kind = refund ? 'REFUND_AMOUNT_DIFFERS' : 'UNKNOWN_TRADE'
    const difference = differenceOf(kind, about, String(refund?.amountFen ?? ''), String(answer.amountFen))
    const isNew = await needs.store.recordDifference(difference, { ...occasion, day: dayOf(at) })
    if (isNew) needs.alarm('a refund does not fit what we asked for', { ...about, kind })
    return 'QUARANTINED'
  }
  const day = dayOf(answer.refundedAt || at)
  const reconcile = { day, at: endOfDay(day) + needs.rules().billAfterMs }
  const settled = await needs.store.recordRefund(answer, { ...occasion, reconcile })
  if (settled.state === 'ABNORMAL' && refund.state !== 'ABNORMAL') {
    needs.alarm('a refund needs a person', { attemptId: refund.attemptId, refundId: refund.id })
  }
  return 'APPLIED'
}
