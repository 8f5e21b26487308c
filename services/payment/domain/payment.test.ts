import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Attempt, attemptStates } from './attempt.ts'
import { balanceOf } from './journal.ts'
import { newAttempt, sameAttempt, tombstone } from './opening.ts'
import { mismatch, type Payment, settle } from './payment.ts'

const merchant = { mchid: '1600000001', appid: 'wx1' }
const opening = {
  orderId: 'order-1',
  attemptId: 'a'.repeat(32),
  n: 1,
  amountFen: 5600,
  channel: 'WECHAT_JSAPI' as const,
  openid: 'oCustomer',
  clientIp: '127.0.0.1',
  description: 'dinner',
  expiresAt: 2000,
}
const attempt: Attempt = newAttempt(opening, 1000)
const payment: Payment = {
  attemptId: attempt.id,
  transaction: '4200',
  ...merchant,
  currency: 'CNY',
  amountFen: 5600,
  openid: 'oCustomer',
  paidAt: 1500,
}

test('a payment that fits in everything is believed', () => {
  assert.equal(mismatch(attempt, payment, merchant, null), null)
  assert.equal(mismatch({ ...attempt, transaction: '4200' }, payment, merchant, attempt.id), null)
})

test('a payment that differs in anything is not believed', () => {
  const kind = (change: Partial<Payment>) =>
    mismatch(attempt, { ...payment, ...change }, merchant, null)?.kind
  assert.equal(kind({ amountFen: 5601 }), 'AMOUNT_DIFFERS')
  assert.equal(kind({ amountFen: 5599 }), 'AMOUNT_DIFFERS')
  assert.equal(kind({ currency: 'USD' }), 'CURRENCY_DIFFERS')
  assert.equal(kind({ mchid: '1600000002' }), 'MERCHANT_DIFFERS')
  assert.equal(kind({ appid: 'wx2' }), 'APP_DIFFERS')
  assert.equal(kind({ openid: 'oOther' }), 'PAYER_DIFFERS')
  assert.equal(mismatch(null, payment, merchant, null)?.kind, 'UNKNOWN_TRADE')
})

test('a transaction pays one attempt, and an attempt is paid by one transaction', () => {
  assert.equal(mismatch(attempt, payment, merchant, 'another attempt')?.kind, 'TRANSACTION_REUSED')
  const paid = { ...attempt, state: 'PAID' as const, transaction: '4300' }
  assert.equal(mismatch(paid, payment, merchant, null)?.kind, 'TRANSACTION_REUSED')
})

test('in a browser anybody may pay', () => {
  const h5 = { ...attempt, channel: 'WECHAT_H5' as const, openid: '' }
  assert.equal(mismatch(h5, { ...payment, openid: 'oFriend' }, merchant, null), null)
})

test('a payment settles an open attempt as PAID, a closed one as LATE and a settled one not again', () => {
  const to = Object.fromEntries(
    attemptStates.map((state) => [state, settle({ ...attempt, state }, payment)?.to ?? null]),
  )
  assert.deepEqual(to, {
    INIT: 'PAID',
    PREPAID: 'PAID',
    CLOSING: 'PAID',
    CLOSED: 'LATE',
    PAID: null,
    LATE: null,
  })
  assert.equal(balanceOf('provider_clearing', settle(attempt, payment)?.entries ?? []), 5600)
})

test('an attempt is the same only if order, number and amount are', () => {
  const named = { attemptId: attempt.id, orderId: 'order-1', n: 1, amountFen: 5600 }
  assert.equal(sameAttempt(attempt, named), attempt)
  for (const change of [{ attemptId: 'b' }, { orderId: 'order-2' }, { n: 2 }, { amountFen: 1 }]) {
    assert.throws(() => sameAttempt(attempt, { ...named, ...change }), { reason: 'ATTEMPT_DIFFERS' })
  }
})

test('an attempt that is not named properly is refused, opened or closed', () => {
  const wrong = [
    { attemptId: 'A'.repeat(32) },
    { attemptId: 'a'.repeat(31) },
    { orderId: '' },
    { n: 0 },
    { amountFen: 0 },
  ]
  for (const change of wrong) {
    assert.throws(() => newAttempt({ ...opening, ...change }, 0), { reason: 'PAYMENT_INVALID' })
    assert.throws(() => tombstone({ ...opening, ...change }, 0), { reason: 'PAYMENT_INVALID' })
  }
  assert.throws(() => newAttempt({ ...opening, openid: '' }, 0), { reason: 'PAYMENT_INVALID' })
})
