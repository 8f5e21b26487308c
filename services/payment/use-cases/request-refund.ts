import { Fault } from '#kit/fault.ts'
import type { Refund, RefundAnswer } from '../domain/refund.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requiredAttempt } from './required-attempt.ts'
import { requiredRefund } from './required-refund.ts'
import { settleRefund } from './settle-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/** Asks the provider to give the money back; asked again it is the same refund. */
export async function requestRefund(needs: Needs, refund: Refund): Promise<Refund> {
  await settleRefund(needs, await answerTo(needs, refund))
  return requiredRefund(needs, refund.id)
}

/** A refusal for good needs a person; everything else is tried again. */
async function answerTo(needs: Needs, refund: Refund): Promise<RefundAnswer> {
  const { id: refundId, attemptId, amountFen } = refund
  const failed = { refundId, attemptId, amountFen, state: 'ABNORMAL', refundedAt: 0 } as const
  const attempt = await requiredAttempt(needs, attemptId)
  // The provider knows it by the number of another installation: a person gives it back there.
  if (attempt.channel === 'IMPORTED') return failed
  try {
    return await needs.provider.refund(refund, attempt)
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.reason !== 'PROVIDER_REFUSED') throw fault
    return failed
  }
}
