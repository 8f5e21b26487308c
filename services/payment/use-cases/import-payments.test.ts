import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { dayOf } from '../domain/day.ts'
import type { ImportedPayment } from '../domain/imported.ts'
import { type Account, balanceOf } from '../domain/journal.ts'
import { entryOf } from '../store/tables.ts'
import { openTill, startAt, type Till } from '../till.fixture.ts'
import { importPayments } from './import-payments.ts'
import { refundAttempt } from './refund-attempt.ts'

let till: Till
beforeEach(async () => {
  till = await openTill()
})
afterEach(() => till.close())

const paidAt = startAt - 3_600_000

function old(n: number, changes: Partial<ImportedPayment> = {}): ImportedPayment {
  const ids = { attemptId: `import-${n}`, orderId: `order-${n}` }
  return { ...ids, amountFen: 1_000, paidAt, endedAt: paidAt + 60_000, end: 'EARNED', ...changes }
}

const balance = async (account: Account) => balanceOf(account, (await till.table('journal')).map(entryOf))

test('what was earned, what went back and what nobody knows of is booked as it would be here', async () => {
  const payments = [old(1), old(2, { end: 'REFUNDED' }), old(3, { end: 'REFUND_UNKNOWN' })]
  assert.equal(await importPayments(till.needs, payments), 3)
  assert.equal(await balance('revenue'), -1_000)
  assert.equal(await balance('customer_deposits'), -1_000, 'that of the third is still owed')
  assert.equal(await balance('provider_clearing'), 2_000)
  const refunds = await till.table('refund')
  assert.deepEqual(
    refunds.map(({ id, state }) => [id, state]),
    [
      ['import-2-R1', 'SUCCESS'],
      ['import-3-R1', 'ABNORMAL'],
    ],
  )
  assert.deepEqual(await till.events(), [], 'nobody is told')
})

test('a payment is booked once, however often it comes', async () => {
  assert.equal(await importPayments(till.needs, [old(1)]), 1)
  assert.equal(await importPayments(till.needs, [old(1, { amountFen: 5 }), old(2)]), 1)
  assert.equal(await balance('revenue'), -2_000)
})

test('one that cannot have been keeps all that came with it out', async () => {
  for (const changes of [{ amountFen: 0 }, { paidAt: 0 }, { endedAt: paidAt - 1 }, { orderId: '' }])
    assert.throws(() => importPayments(till.needs, [old(1), old(2, changes)]), { reason: 'PAYMENT_INVALID' })
  assert.deepEqual(await till.table('attempt'), [])
})

test('the comparison with the provider’s bill leaves it out: there it has another number', async () => {
  await importPayments(till.needs, [old(1), old(2, { end: 'REFUNDED' })])
  const from = paidAt - 1_000
  const books = await till.needs.store.booksOf(
    { day: dayOf(paidAt), from, to: from + 86_400_000 } as never,
    [],
  )
  assert.deepEqual([books.attempts, books.refunds], [[], []])
})

test('money of an imported payment is given back by a person: the provider is not asked', async () => {
  await importPayments(till.needs, [old(1)])
  const wish = { orderId: 'order-1', attemptId: 'import-1', n: 1, amountFen: 300, reason: 'soup was spilt' }
  const asked = () => assert.fail('the provider was asked')
  const needs = { ...till.needs, provider: { ...till.needs.provider, refund: asked } }
  assert.equal((await refundAttempt(needs, wish)).state, 'ABNORMAL')
  assert.equal(await balance('provider_clearing'), 1_000, 'nothing has gone back yet')
})
