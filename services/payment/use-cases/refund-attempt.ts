import { Fault } from '#kit/fault.ts'
import { newRefund, type Refund, type RefundWish } from '../domain/refund.ts'
import { nextAsk } from '../domain/schedule.ts'
import type { PaymentNeeds } from '../ports.ts'
import { requestRefund } from './request-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'rules'>

/**
 * Gives money back, once per (attempt, n); what the provider has not decided yet is asked for later, and what
 * has failed is asked for anew.
 */
export async function refundAttempt(needs: Needs, wish: RefundWish): Promise<Refund> {
  const now = needs.clock.now()
  const refund = newRefund(wish, now)
  const askAt = nextAsk(needs.rules().refundPauses, now, now)
  const opened = await needs.store.openRefund(wish, refund, askAt)
  const stored = opened.state === 'ABNORMAL' ? await needs.store.reopenRefund(opened.id, now, askAt) : opened
  if (stored.state !== 'REQUESTED') return stored
  try {
    return await requestRefund(needs, stored)
  } catch (fault) {
    // It is stored and its timer is set: the wish need not be repeated.
    if (fault instanceof Fault) return stored
    throw fault
  }
}
