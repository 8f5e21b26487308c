import { instantOf } from '#kit/http/instants.ts'
import type { Payment } from '../domain/payment.ts'
import type { RefundAnswer } from '../domain/refund.ts'
import { unavailable } from './api.ts'
import type { RefundFacts, Transaction } from './messages.ts'

/** A transaction in our words. */
export function paymentOf(told: Transaction): Payment {
  return {
    attemptId: told.out_trade_no,
    transaction: told.transaction_id ?? '',
    mchid: told.mchid,
    appid: told.appid,
    currency: told.amount?.currency ?? '',
    amountFen: told.amount?.total ?? 0,
    openid: told.payer?.openid ?? '',
    paidAt: instantIn(told.success_time),
  }
}

/** CLOSED and ABNORMAL both mean that the money did not arrive and will not by itself. */
export function refundOf(facts: RefundFacts, status: string): RefundAnswer {
  const state = status === 'SUCCESS' || status === 'PROCESSING' ? status : 'ABNORMAL'
  return {
    refundId: facts.out_refund_no,
    attemptId: facts.out_trade_no,
    amountFen: facts.amount.refund,
    state,
    refundedAt: state === 'SUCCESS' ? instantIn(facts.success_time) : 0,
  }
}

function instantIn(text: string | undefined): number {
  const instant = instantOf(text ?? '')
  if (Number.isNaN(instant)) throw unavailable('the payment provider told no time', true)
  return instant
}
