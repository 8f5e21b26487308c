import { Fault } from '#kit/fault.ts'
import { newRefund, type Refund, type RefundWish } from '../domain/refund.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { queryRefund } from './query-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/** Gives money back, once per (attempt, n); what the provider has not decided yet is asked for later. */
export async function refundAttempt(needs: Needs, wish: RefundWish): Promise<Refund> {
  const now = needs.clock.now()
  const refund = newRefund(wish, now)
  const stored = await needs.store.openRefund(wish, refund, nextAsk(needs.rules().refundQueries, now, now))
  if (stored.state !== 'REQUESTED') return stored
  try {
    return await queryRefund(needs, stored.id)
  } catch (fault) {
    // The refund is stored and its timer set: the caller need not repeat because the provider does not answer now.
    if (fault instanceof Fault) return stored
    throw fault
  }
}
