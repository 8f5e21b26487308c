import type { Refund } from '../domain/refund.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requestRefund } from './request-refund.ts'
import { requiredRefund } from './required-refund.ts'
import { settleRefund } from './settle-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/** Brings a refund as far as the provider lets it come now. */
export async function queryRefund(needs: Needs, refundId: string): Promise<Refund> {
  const refund = await requiredRefund(needs, refundId)
  if (refund.state === 'SUCCESS') return refund
  const answer = await needs.provider.queryRefund(refund.id)
  if (!answer) return requestRefund(needs, refund)
  await settleRefund(needs, answer)
  return requiredRefund(needs, refundId)
}
