import { type Attempt, next } from './attempt.ts'
import { type Entry, paidEntries } from './journal.ts'

/** Money that the provider says it has taken. */
export interface Payment {
  readonly attemptId: string
  /** The provider's number of the payment. */
  readonly transaction: string
  readonly mchid: string
  readonly appid: string
  readonly currency: string
  readonly amountFen: number
  /** Who paid; empty where the provider does not tell. */
  readonly openid: string
  readonly paidAt: number
}

/** Who we are at the provider. */
export interface Merchant {
  readonly mchid: string
  readonly appid: string
}

export type MismatchKind =
  | 'UNKNOWN_TRADE'
  | 'MERCHANT_DIFFERS'
  | 'APP_DIFFERS'
  | 'CURRENCY_DIFFERS'
  | 'AMOUNT_DIFFERS'
  | 'PAYER_DIFFERS'
  | 'TRANSACTION_REUSED'

/** Why a payment must not be believed. */
export interface Mismatch {
  readonly kind: MismatchKind
  readonly ours: string
  readonly theirs: string
}

/** What an attempt becomes by a payment, and what commits with it. */
export interface Settlement {
  readonly before: Attempt
  readonly to: 'PAID' | 'LATE'
  readonly payment: Payment
  readonly entries: readonly Entry[]
}

/** The first thing wrong with a payment, or null. `holder` is the attempt that its transaction has paid. */
export function mismatch(
  attempt: Attempt | null,
  payment: Payment,
  merchant: Merchant,
  holder: string | null,
): Mismatch | null {
  if (!attempt) return { kind: 'UNKNOWN_TRADE', ours: '', theirs: payment.attemptId }
  const differs = (kind: MismatchKind, ours: string, theirs: string) =>
    ours === theirs ? null : { kind, ours, theirs }
  return (
    differs('MERCHANT_DIFFERS', merchant.mchid, payment.mchid) ??
    differs('APP_DIFFERS', merchant.appid, payment.appid) ??
    differs('CURRENCY_DIFFERS', 'CNY', payment.currency) ??
    differs('AMOUNT_DIFFERS', String(attempt.amountFen), String(payment.amountFen)) ??
    payerDiffers(attempt, payment) ??
    transactionDiffers(attempt, payment, holder)
  )
}

/** A JSAPI payment is bound to its customer; in a browser anybody may pay. */
function payerDiffers(attempt: Attempt, payment: Payment): Mismatch | null {
  if (attempt.channel !== 'WECHAT_JSAPI' || payment.openid === attempt.openid) return null
  return { kind: 'PAYER_DIFFERS', ours: attempt.openid, theirs: payment.openid }
}

/** One payment pays one attempt, and one attempt is paid by one payment. */
function transactionDiffers(attempt: Attempt, payment: Payment, holder: string | null): Mismatch | null {
  const isForeign = holder !== null && holder !== attempt.id
  const isSecond = attempt.transaction !== '' && attempt.transaction !== payment.transaction
  if (!isForeign && !isSecond) return null
  return { kind: 'TRANSACTION_REUSED', ours: holder ?? attempt.transaction, theirs: payment.transaction }
}

/** What a believed payment changes, or null where it is known already. */
export function settle(attempt: Attempt, payment: Payment): Settlement | null {
  const to = next(attempt.state, 'paid')
  if (to !== 'PAID' && to !== 'LATE') return null
  return { before: attempt, to, payment, entries: paidEntries(payment.amountFen) }
}
