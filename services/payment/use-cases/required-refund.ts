import { Fault } from '#kit/fault.ts'
import type { Refund } from '../domain/refund.ts'
import type { PaymentNeeds } from '../ports.ts'

type Needs = Pick<PaymentNeeds, 'store'>

export async function requiredRefund({ store }: Needs, refundId: string): Promise<Refund> {
  const refund = await store.findRefund(refundId)
  if (!refund) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such refund')
  return refund
}
