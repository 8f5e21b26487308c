import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  canBecome,
  fits,
  isUnderWay,
  newRefund,
  refundIdOf,
  refundNumberIn,
  refundStates,
  sameRefund,
} from './refund.ts'

const wish = { orderId: 'order-1', attemptId: 'a'.repeat(32), n: 1, amountFen: 100, reason: 'cancelled' }
const refund = newRefund(wish, 1000)

test('a refund moves only forward but for what has failed, and SUCCESS is the end', () => {
  const table = refundStates.map((from) => [from, refundStates.filter((to) => canBecome(from, to))])
  assert.deepEqual(table, [
    ['REQUESTED', ['PROCESSING', 'SUCCESS', 'ABNORMAL']],
    ['PROCESSING', ['SUCCESS', 'ABNORMAL']],
    ['SUCCESS', []],
    ['ABNORMAL', ['REQUESTED', 'SUCCESS']],
  ])
  assert.deepEqual(refundStates.filter(isUnderWay), ['REQUESTED', 'PROCESSING'])
})

test('a refund id names its attempt and its number, and nothing else is taken for one', () => {
  assert.equal(refund.id, `${wish.attemptId}-R1`)
  assert.equal(refundNumberIn(refundIdOf(wish.attemptId, 12), wish.attemptId), 12)
  for (const id of [
    '',
    'R1',
    `${wish.attemptId}-R`,
    `${wish.attemptId}-R0`,
    `${wish.attemptId}-R1x`,
    `b-R1`,
  ]) {
    assert.equal(refundNumberIn(id, wish.attemptId), null)
  }
})

test('the same number with other content is refused, and so are nothing and number nought', () => {
  assert.equal(sameRefund(refund, wish), refund)
  assert.throws(() => sameRefund(refund, { ...wish, amountFen: 99 }), { reason: 'REFUND_DIFFERS' })
  assert.throws(() => sameRefund(refund, { ...wish, orderId: 'order-2' }), { reason: 'REFUND_DIFFERS' })
  assert.throws(() => newRefund({ ...wish, amountFen: 0 }, 0), { reason: 'PAYMENT_INVALID' })
  assert.throws(() => newRefund({ ...wish, n: 0 }, 0), { reason: 'PAYMENT_INVALID' })
})

test('an answer is believed only for the same refund, attempt and amount', () => {
  const { id: refundId, attemptId, amountFen } = refund
  const answer = { refundId, attemptId, amountFen, state: 'SUCCESS' as const, refundedAt: 1 }
  assert.ok(fits(refund, answer))
  assert.ok(!fits(refund, { ...answer, amountFen: 101 }))
  assert.ok(!fits(refund, { ...answer, attemptId: 'b' }))
  assert.ok(!fits(refund, { ...answer, refundId: 'b' }))
})
