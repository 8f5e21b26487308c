import { type Attempt, isPaid } from './attempt.ts'
import { type Account, balanceOf, type Entry } from './journal.ts'
import { type Merchant, type MismatchKind, mismatch, type Payment } from './payment.ts'
import { isUnderWay, type Refund } from './refund.ts'

/** One line of the provider's bill. */
export type BillRow = BillPayment | BillRefund

export interface BillPayment {
  readonly kind: 'payment'
  readonly payment: Payment
  /** What the provider kept, in thousandths of a fen. */
  readonly feeMilliFen: number
}

export interface BillRefund {
  readonly kind: 'refund'
  readonly attemptId: string
  readonly refundId: string
  readonly amountFen: number
  readonly state: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL'
  readonly refundedAt: number
}

/** What our books say about a day and about all that its bill names. */
export interface Books {
  readonly attempts: readonly Attempt[]
  readonly refunds: readonly Refund[]
  /** The entries that settled those attempts and refunds, by attempt or refund id. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>
}

export interface Day {
  readonly from: number
  /** The first instant that is not part of it. */
  readonly to: number
}

export type DifferenceKind =
  | MismatchKind
  | 'MISSING_CALLBACK'
  | 'DUPLICATE_TRANSACTION'
  | 'FEE_DIFFERS'
  | 'MISSING_AT_PROVIDER'
  | 'UNKNOWN_REFUND'
  | 'REFUND_AMOUNT_DIFFERS'
  | 'REFUND_BEHIND'
  | 'REFUND_ABNORMAL'
  | 'REFUND_MISSING'
  | 'REFUND_MISSING_AT_PROVIDER'
  | 'JOURNAL_DIFFERS'

/** What is done about a difference: we mend it, keep it apart, or call a person. */
export type Action = 'settled' | 'quarantined' | 'raised'

export interface Difference {
  readonly kind: DifferenceKind
  readonly attemptId: string
  /** The refund or transaction it is about; together with kind and attempt it is reported once. */
  readonly ref: string
  readonly ours: string
  readonly theirs: string
  readonly action: Action
}

/** How each class of difference is answered. */
export const actions: Readonly<Record<DifferenceKind, Action>> = {
  MISSING_CALLBACK: 'settled',
  UNKNOWN_TRADE: 'quarantined',
  AMOUNT_DIFFERS: 'quarantined',
  PAYER_DIFFERS: 'quarantined',
  MERCHANT_DIFFERS: 'raised',
  APP_DIFFERS: 'raised',
  CURRENCY_DIFFERS: 'raised',
  TRANSACTION_REUSED: 'raised',
  DUPLICATE_TRANSACTION: 'raised',
  FEE_DIFFERS: 'raised',
  MISSING_AT_PROVIDER: 'raised',
  UNKNOWN_REFUND: 'settled',
  REFUND_AMOUNT_DIFFERS: 'quarantined',
  REFUND_BEHIND: 'settled',
  REFUND_ABNORMAL: 'raised',
  REFUND_MISSING: 'settled',
  REFUND_MISSING_AT_PROVIDER: 'raised',
  JOURNAL_DIFFERS: 'raised',
}

interface Terms {
  readonly merchant: Merchant
  /** What the provider keeps, in hundredths of a percent. */
  readonly feeBasisPoints: number
}

/** Everything in which the bill of a day and our books differ. */
export function compareDay(
  bill: readonly BillRow[],
  books: Books,
  day: Day,
  terms: Terms,
): readonly Difference[] {
  const payments = bill.filter((row) => row.kind === 'payment')
  const refunds = bill.filter((row) => row.kind === 'refund')
  return [
    ...payments.flatMap((row, at) => comparePayment(row, payments.slice(0, at), books, terms)),
    ...refunds.flatMap((row) => compareRefund(row, books)),
    ...absentPayments(payments, books, day),
    ...absentRefunds(refunds, books, day),
    ...compareJournal(books),
  ]
}

/** A difference with the answer that its class gets. */
export function differenceOf(
  kind: DifferenceKind,
  about: { readonly attemptId: string; readonly ref: string },
  ours: string,
  theirs: string,
): Difference {
  return { kind, ...about, ours, theirs, action: actions[kind] }
}

function comparePayment(
  row: BillPayment,
  earlier: readonly BillPayment[],
  { attempts }: Books,
  { merchant, feeBasisPoints }: Terms,
): readonly Difference[] {
  const { payment } = row
  const attempt = attempts.find(({ id }) => id === payment.attemptId) ?? null
  const about = { attemptId: payment.attemptId, ref: payment.transaction }
  const twin = earlier.find((other) => other.payment.attemptId === payment.attemptId)
  if (twin)
    return [differenceOf('DUPLICATE_TRANSACTION', about, twin.payment.transaction, payment.transaction)]
  const holder = attempts.find(({ transaction }) => transaction === payment.transaction)?.id ?? null
  const wrong = mismatch(attempt, payment, merchant, holder)
  if (wrong) return [differenceOf(wrong.kind, about, wrong.ours, wrong.theirs)]
  const found: Difference[] = []
  if (attempt && !isPaid(attempt.state)) {
    found.push(differenceOf('MISSING_CALLBACK', about, attempt.state, payment.transaction))
  }
  const feeMilliFen = Math.round((payment.amountFen * feeBasisPoints) / 10)
  if (Math.abs(row.feeMilliFen - feeMilliFen) >= 1000) {
    found.push(differenceOf('FEE_DIFFERS', about, String(feeMilliFen), String(row.feeMilliFen)))
  }
  return found
}

function compareRefund(row: BillRefund, { attempts, refunds }: Books): readonly Difference[] {
  const about = { attemptId: row.attemptId, ref: row.refundId }
  const theirs = `${row.state} ${row.amountFen}`
  if (!attempts.some(({ id }) => id === row.attemptId)) {
    return [differenceOf('UNKNOWN_TRADE', about, '', row.attemptId)]
  }
  const refund = refunds.find(({ id }) => id === row.refundId)
  if (!refund) return row.state === 'SUCCESS' ? [differenceOf('UNKNOWN_REFUND', about, '', theirs)] : []
  const ours = `${refund.state} ${refund.amountFen}`
  const different = (kind: DifferenceKind) => [differenceOf(kind, about, ours, theirs)]
  if (refund.amountFen !== row.amountFen || refund.attemptId !== row.attemptId) {
    return different('REFUND_AMOUNT_DIFFERS')
  }
  if (row.state === 'SUCCESS' && refund.state !== 'SUCCESS') return different('REFUND_BEHIND')
  if (row.state === 'ABNORMAL' && refund.state !== 'SUCCESS') return different('REFUND_ABNORMAL')
  return []
}

function absentPayments(
  bill: readonly BillPayment[],
  { attempts }: Books,
  { from, to }: Day,
): readonly Difference[] {
  const billed = new Set(bill.map(({ payment }) => payment.attemptId))
  return attempts
    .filter(({ id, paidAt, state }) => isPaid(state) && paidAt >= from && paidAt < to && !billed.has(id))
    .map(({ id, transaction, state, amountFen }) =>
      differenceOf('MISSING_AT_PROVIDER', { attemptId: id, ref: transaction }, `${state} ${amountFen}`, ''),
    )
}

/** Ours SUCCESS but not theirs needs a person; one still under way after its day is asked for again. */
function absentRefunds(
  bill: readonly BillRefund[],
  { refunds }: Books,
  { from, to }: Day,
): readonly Difference[] {
  const billed = new Set(bill.map(({ refundId }) => refundId))
  return refunds
    .filter(({ id }) => !billed.has(id))
    .flatMap(({ id, attemptId, state, amountFen, refundedAt, createdAt }) => {
      const about = { attemptId, ref: id }
      const ours = `${state} ${amountFen}`
      if (state === 'SUCCESS' && refundedAt >= from && refundedAt < to) {
        return [differenceOf('REFUND_MISSING_AT_PROVIDER', about, ours, '')]
      }
      return isUnderWay(state) && createdAt < to ? [differenceOf('REFUND_MISSING', about, ours, '')] : []
    })
}

/** What is paid or given back has moved exactly that much of what the provider holds. */
function compareJournal({ attempts, refunds, entries }: Books): readonly Difference[] {
  const account: Account = 'provider_clearing'
  const check = (attemptId: string, ref: string, expectedFen: number) => {
    const bookedFen = balanceOf(account, entries.get(ref) ?? [])
    if (bookedFen === expectedFen) return []
    return [differenceOf('JOURNAL_DIFFERS', { attemptId, ref }, String(bookedFen), String(expectedFen))]
  }
  return [
    ...attempts.flatMap(({ id, state, amountFen }) => check(id, id, isPaid(state) ? amountFen : 0)),
    ...refunds.flatMap(({ id, attemptId, state, amountFen }) =>
      check(attemptId, id, state === 'SUCCESS' ? -amountFen : 0),
    ),
  ]
}
