import { Fault } from '#kit/fault.ts'
import { endOfDay, startOfDay } from '../domain/day.ts'
import { type BillRow, compareDay, type Difference } from '../domain/reconciliation.ts'
import type { PaymentNeeds } from '../ports.ts'
import { followRefund } from './follow-refund.ts'
import { settleAttempt } from './settle-attempt.ts'
import { settleRefund } from './settle-refund.ts'

type Needs = Pick<PaymentNeeds, 'store' | 'provider' | 'alarm' | 'clock' | 'merchant' | 'rules'>

export interface Reconciliation {
  readonly day: string
  readonly rowsCompared: number
  readonly differences: readonly Difference[]
}

/** Compares a day's bill with our books, mends what can be mended and calls a person for the rest. */
export async function reconcileDay(needs: Needs, day: string): Promise<Reconciliation> {
  const span = { from: startOfDay(day), to: endOfDay(day) }
  if (Number.isNaN(span.from)) throw new Fault('invalid', 'PAYMENT_INVALID', 'a day is yyyy-mm-dd')
  const bill = await billOf(needs, day)
  const books = await needs.store.booksOf(span, bill)
  const terms = { merchant: needs.merchant(), feeBasisPoints: needs.rules().feeBasisPoints }
  const differences = compareDay(bill, books, span, terms)
  for (const difference of differences) await answer(needs, difference, bill, day)
  return { day, rowsCompared: bill.length, differences }
}

/** No bill is right for a day without money; where money moved, the bill is late. */
async function billOf(needs: Needs, day: string): Promise<readonly BillRow[]> {
  const bill = await needs.provider.bill(day)
  if (bill) return bill
  const span = { from: startOfDay(day), to: endOfDay(day) }
  const { attempts, refunds } = await needs.store.booksOf(span, [])
  if (attempts.length === 0 && refunds.length === 0) return []
  throw new Fault('unavailable', 'PROVIDER_UNAVAILABLE', 'the bill of the day is not there')
}

async function answer(
  needs: Needs,
  difference: Difference,
  bill: readonly BillRow[],
  day: string,
): Promise<void> {
  const { kind, attemptId, ref, action } = difference
  if (action === 'settled') await mend(needs, difference, bill)
  const isNew = await needs.store.recordDifference(difference, { at: needs.clock.now(), day })
  if (isNew && action !== 'settled')
    needs.alarm('the provider and our books differ', { kind, attemptId, ref, day })
}

async function mend(needs: Needs, difference: Difference, bill: readonly BillRow[]): Promise<void> {
  if (difference.kind === 'REFUND_MISSING') return followRefund(needs, difference.ref)
  const row = bill.find((candidate) => isAbout(candidate, difference))
  if (row?.kind === 'payment') await settleAttempt(needs, row.payment)
  if (row?.kind === 'refund' && difference.kind === 'REFUND_BEHIND') await settleRefund(needs, row)
  if (row?.kind === 'refund' && difference.kind === 'UNKNOWN_REFUND') {
    const isImported = await needs.store.importRefund(row, needs.clock.now())
    if (!isImported) needs.alarm('a refund of the provider fits no payment', { refundId: row.refundId })
  }
}

function isAbout(row: BillRow, { kind, attemptId, ref }: Difference): boolean {
  if (row.kind === 'payment') return kind === 'MISSING_CALLBACK' && row.payment.attemptId === attemptId
  return kind !== 'MISSING_CALLBACK' && row.refundId === ref
}
