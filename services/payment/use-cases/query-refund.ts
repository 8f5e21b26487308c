import { Fault } from '#kit/fault.ts'
import type { Refund } from '../domain/refund.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requiredAttempt } from './required.ts'
import { settleRefund } from './settle-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/** Brings a refund as far as the provider lets it come now. */
export async function queryRefund(needs: Needs, refundId: string): Promise<Refund> {
  const refund = await requiredRefund(needs, refundId)
  if (refund.state === 'SUCCESS') return refund
  const answer = (await needs.provider.queryRefund(refund.id)) ?? (await request(needs, refund))
  await settleRefund(needs, answer)
  return requiredRefund(needs, refundId)
}

async function request(needs: Needs, refund: Refund) {
  return needs.provider.refund(refund, await requiredAttempt(needs, refund.attemptId))
}

async function requiredRefund({ store }: Needs, refundId: string): Promise<Refund> {
  const refund = await store.findRefund(refundId)
  if (!refund) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such refund')
  return refund
}
