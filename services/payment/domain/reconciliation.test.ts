import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attempt, AttemptState } from './attempt.ts'
import { paidEntries, refundEntries } from './journal.ts'
import { newAttempt } from './opening.ts'
import {
  type BillPayment,
  type BillRefund,
  type Books,
  compareDay,
  type DifferenceKind,
} from './reconciliation.ts'
import { newRefund, type Refund, type RefundState } from './refund.ts'

const merchant = { mchid: '1600000001', appid: 'wx1' }
const day = { from: 1000, to: 2000 }
const terms = { merchant, feeBasisPoints: 60 }
const id = 'a'.repeat(32)

function attemptIn(state: AttemptState): Attempt {
  const content = {
    channel: 'WECHAT_H5' as const,
    openid: '',
    clientIp: '',
    description: '',
    expiresAt: 9000,
  }
  const attempt = newAttempt({ orderId: 'order-1', attemptId: id, n: 1, amountFen: 5600, ...content }, 900)
  const isPaid = state === 'PAID' || state === 'LATE'
  return { ...attempt, state, transaction: isPaid ? '4200' : '', paidAt: isPaid ? 1500 : 0 }
}

function refundIn(state: RefundState): Refund {
  const wish = { orderId: 'order-1', attemptId: id, n: 1, amountFen: 600, reason: '' }
  return { ...newRefund(wish, 1600), state, refundedAt: state === 'SUCCESS' ? 1700 : 0 }
}

const billed: BillPayment = {
  kind: 'payment',
  payment: {
    attemptId: id,
    transaction: '4200',
    ...merchant,
    currency: 'CNY',
    amountFen: 5600,
    openid: 'o',
    paidAt: 1500,
  },
  feeMilliFen: 33_600,
}
const billedRefund: BillRefund = {
  kind: 'refund',
  attemptId: id,
  refundId: `${id}-R1`,
  amountFen: 600,
  state: 'SUCCESS',
  refundedAt: 1700,
}

function booksOf(attempts: readonly Attempt[], refunds: readonly Refund[] = []): Books {
  const paid = attempts
    .filter(({ transaction }) => transaction !== '')
    .map((a) => [a.id, paidEntries(a.amountFen)] as const)
  const back = refunds
    .filter(({ state }) => state === 'SUCCESS')
    .map((r) => [r.id, refundEntries(r.amountFen, 5600)] as const)
  return { attempts, refunds, entries: new Map([...paid, ...back]) }
}

const kinds = (bill: readonly (BillPayment | BillRefund)[], books: Books) =>
  compareDay(bill, books, day, terms).map(({ kind, action }) => `${kind} ${action}`)

const payment = (change: Partial<BillPayment['payment']>): BillPayment => ({
  ...billed,
  payment: { ...billed.payment, ...change },
})

test('where bill and books agree there is no difference', () => {
  assert.deepEqual(kinds([billed], booksOf([attemptIn('PAID')])), [])
  assert.deepEqual(kinds([billed, billedRefund], booksOf([attemptIn('PAID')], [refundIn('SUCCESS')])), [])
  assert.deepEqual(kinds([], booksOf([])), [])
})

test('each class of difference about payments is seen and answered', () => {
  const paid = booksOf([attemptIn('PAID')])
  for (const state of ['INIT', 'PREPAID', 'CLOSING', 'CLOSED'] as const) {
    assert.deepEqual(kinds([billed], booksOf([attemptIn(state)])), ['MISSING_CALLBACK settled'])
  }
  assert.deepEqual(kinds([billed], booksOf([])), ['UNKNOWN_TRADE quarantined'])
  assert.deepEqual(kinds([payment({ amountFen: 5700 })], paid), ['AMOUNT_DIFFERS quarantined'])
  assert.deepEqual(kinds([payment({ mchid: '1' })], paid), ['MERCHANT_DIFFERS raised'])
  assert.deepEqual(kinds([payment({ appid: 'wx2' })], paid), ['APP_DIFFERS raised'])
  assert.deepEqual(kinds([payment({ currency: 'USD' })], paid), ['CURRENCY_DIFFERS raised'])
  assert.deepEqual(kinds([payment({ transaction: '4300' })], paid), ['TRANSACTION_REUSED raised'])
  const jsapi = { ...attemptIn('PAID'), channel: 'WECHAT_JSAPI' as const, openid: 'oOther' }
  assert.deepEqual(kinds([billed], booksOf([jsapi])), ['PAYER_DIFFERS quarantined'])
  assert.deepEqual(kinds([billed, payment({ transaction: '4300' })], paid), ['DUPLICATE_TRANSACTION raised'])
  assert.deepEqual(kinds([{ ...billed, feeMilliFen: 34_600 }], paid), ['FEE_DIFFERS raised'])
  assert.deepEqual(kinds([{ ...billed, feeMilliFen: 34_599 }], paid), [])
  assert.deepEqual(kinds([], paid), ['MISSING_AT_PROVIDER raised'])
})

test('what was paid on another day is not missed on this one', () => {
  const [first, next] = [
    { ...attemptIn('PAID'), paidAt: 999 },
    { ...attemptIn('PAID'), paidAt: 2000 },
  ]
  assert.deepEqual(kinds([], booksOf([first])), [])
  assert.deepEqual(kinds([], booksOf([next])), [])
})

test('each class of difference about refunds is seen and answered', () => {
  const attempts = [attemptIn('PAID')]
  const withRefund = (refund: Refund) => booksOf(attempts, [refund])
  const bill = (change: Partial<BillRefund>) => [billed, { ...billedRefund, ...change }]
  assert.deepEqual(kinds(bill({}), booksOf(attempts)), ['UNKNOWN_REFUND settled'])
  assert.deepEqual(kinds(bill({ attemptId: 'b' }), booksOf(attempts)), ['UNKNOWN_TRADE quarantined'])
  assert.deepEqual(kinds(bill({ amountFen: 601 }), withRefund(refundIn('SUCCESS'))), [
    'REFUND_AMOUNT_DIFFERS quarantined',
  ])
  for (const state of ['REQUESTED', 'PROCESSING', 'ABNORMAL'] as const) {
    assert.deepEqual(kinds(bill({}), withRefund(refundIn(state))), ['REFUND_BEHIND settled'])
  }
  assert.deepEqual(kinds(bill({ state: 'ABNORMAL' }), withRefund(refundIn('PROCESSING'))), [
    'REFUND_ABNORMAL raised',
  ])
  assert.deepEqual(kinds([billed], withRefund(refundIn('PROCESSING'))), ['REFUND_MISSING settled'])
  assert.deepEqual(kinds([billed], withRefund(refundIn('SUCCESS'))), ['REFUND_MISSING_AT_PROVIDER raised'])
})

test('money that the journal does not know, or knows differently, is seen', () => {
  const books = booksOf([attemptIn('PAID')], [refundIn('SUCCESS')])
  const without = (ref: string) => ({
    ...books,
    entries: new Map([...books.entries].filter(([key]) => key !== ref)),
  })
  const bill = [billed, billedRefund]
  assert.deepEqual(kinds(bill, without(id)), ['JOURNAL_DIFFERS raised'])
  assert.deepEqual(kinds(bill, without(`${id}-R1`)), ['JOURNAL_DIFFERS raised'])
  const unpaid = { ...booksOf([attemptIn('CLOSED')]), entries: new Map([[id, paidEntries(5600)]]) }
  assert.deepEqual(kinds([], unpaid), ['JOURNAL_DIFFERS raised' satisfies `${DifferenceKind} raised`])
})
