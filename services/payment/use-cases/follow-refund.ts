import { isUnderWay } from '../domain/refund.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { queryRefund } from './query-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/** Asks about a refund now and plans the next time, as long as it is under way. */
export async function followRefund(needs: Needs, refundId: string): Promise<void> {
  const refund = await queryRefund(needs, refundId)
  if (!isUnderWay(refund.state)) return
  await needs.store.askRefundAgain(
    refundId,
    nextAsk(needs.rules().refundPauses, refund.createdAt, needs.clock.now()),
  )
}
