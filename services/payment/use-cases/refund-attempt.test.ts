import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import { balanceOf } from '../domain/journal.ts'
import { entryOf } from '../store/tables.ts'
import { openTill, type Till } from '../till.fixture.ts'
import { listPayments } from './list-payments.ts'
import { refundAttempt } from './refund-attempt.ts'

let till: Till
beforeEach(async () => {
  till = await openTill()
})
afterEach(() => till.close())

const refuses = (work: Promise<unknown>, reason: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === reason)
const clearing = async () => balanceOf('provider_clearing', (await till.table('journal')).map(entryOf))

async function paid() {
  const prepared = await till.prepare()
  const before = till.arrivals.length
  prepared.pay()
  await till.arrive(before + 1)
  return prepared.wanted
}
const wishFor = (
  { orderId, attemptId }: { orderId: string; attemptId: string },
  n: number,
  amountFen: number,
) => ({
  orderId,
  attemptId,
  n,
  amountFen,
  reason: 'r',
})

test('a refund gives money back once per number, and never more than was paid', async () => {
  const order = await paid()
  const first = await refundAttempt(till.needs, wishFor(order, 1, 600))
  assert.equal(first.state, 'SUCCESS')
  assert.deepEqual(await refundAttempt(till.needs, wishFor(order, 1, 600)), first)
  await refuses(refundAttempt(till.needs, wishFor(order, 1, 700)), 'REFUND_DIFFERS')
  await refuses(refundAttempt(till.needs, wishFor(order, 2, 5001)), 'REFUND_TOO_LARGE')
  await refuses(refundAttempt(till.needs, { ...wishFor(order, 2, 1), orderId: 'other' }), 'ATTEMPT_MISSING')
  assert.equal((await refundAttempt(till.needs, wishFor(order, 2, 5000))).state, 'SUCCESS')
  assert.equal(await clearing(), 0)
  assert.deepEqual(await till.events(), ['PaymentSucceeded', 'RefundSucceeded', 'RefundSucceeded'])
  const { wanted } = await till.prepare()
  await refuses(refundAttempt(till.needs, wishFor(wanted, 1, 1)), 'REFUND_TOO_LARGE')
})

test('a refund that takes its time is asked about until it is there', async () => {
  till.wechat.switches.refundAfterMs = 50_000
  const order = await paid()
  till.wechat.switches.loseNotifications = true
  const refund = await refundAttempt(till.needs, wishFor(order, 1, 5600))
  assert.equal(refund.state, 'PROCESSING')
  till.clock.advance(5000)
  await till.fireTimers()
  assert.equal((await till.needs.store.findRefund(refund.id))?.state, 'PROCESSING')
  assert.equal(await clearing(), 5600)
  till.clock.advance(60_000)
  await till.fireTimers()
  assert.equal((await till.needs.store.findRefund(refund.id))?.state, 'SUCCESS')
  assert.equal(await clearing(), 0)
})

test('a refund is settled by its notification too', async () => {
  till.wechat.switches.refundAfterMs = 1000
  const order = await paid()
  const refund = await refundAttempt(till.needs, wishFor(order, 1, 5600))
  await till.arrive(2)
  assert.equal(till.arrivals[1]?.answer, 'OK')
  assert.equal((await till.needs.store.findRefund(refund.id))?.state, 'SUCCESS')
})

test('a refund whose answer is lost, or that is refused for now, is done in the end and once', async () => {
  const [lost, short] = [await paid(), await paid()]
  till.wechat.switches.failAnswers = 'lose'
  till.wechat.switches.failTimes = 1
  assert.equal((await refundAttempt(till.needs, wishFor(lost, 1, 5600))).state, 'REQUESTED')
  till.wechat.reset()
  till.wechat.switches.balanceShort = true
  assert.equal((await refundAttempt(till.needs, wishFor(short, 1, 5600))).state, 'REQUESTED')
  till.wechat.reset()
  till.clock.advance(5000)
  await till.fireTimers()
  for (const { orderId } of [lost, short]) {
    const { refunds } = await listPayments(till.needs, orderId)
    assert.deepEqual(
      refunds.map(({ state }) => state),
      ['SUCCESS'],
    )
  }
  assert.equal(await clearing(), 0)
})

test('a refund that the provider cannot do is ABNORMAL, and a person is called', async () => {
  till.wechat.switches.refundOutcome = 'ABNORMAL'
  const order = await paid()
  assert.equal((await refundAttempt(till.needs, wishFor(order, 1, 5600))).state, 'ABNORMAL')
  assert.deepEqual(await till.events(), ['PaymentSucceeded', 'RefundAbnormal'])
  assert.equal(till.errors.length, 1)
  assert.equal(await clearing(), 5600)
})

test('a refund that failed is asked for anew when it is wanted again, as often as it is wanted', async () => {
  till.wechat.switches.refundOutcome = 'ABNORMAL'
  const order = await paid()
  till.wechat.switches.loseNotifications = true
  const wish = wishFor(order, 1, 5600)
  assert.equal((await refundAttempt(till.needs, wish)).state, 'ABNORMAL')
  assert.equal((await refundAttempt(till.needs, wish)).state, 'ABNORMAL')
  await till.bringRefunds()
  assert.equal((await refundAttempt(till.needs, wish)).state, 'SUCCESS')
  assert.equal((await refundAttempt(till.needs, wish)).state, 'SUCCESS')
  assert.deepEqual(await till.events(), [
    'PaymentSucceeded',
    ...['RefundAbnormal', 'RefundAbnormal', 'RefundSucceeded'],
  ])
  assert.equal(await clearing(), 0)
})

test('a failed refund that is asked for anew while the provider is away is there in the end', async () => {
  till.wechat.switches.refundOutcome = 'ABNORMAL'
  const order = await paid()
  till.wechat.switches.loseNotifications = true
  const wish = wishFor(order, 1, 5600)
  const { id } = await refundAttempt(till.needs, wish)
  await till.bringRefunds()
  till.wechat.switches.failAnswers = 'refuse'
  assert.equal((await refundAttempt(till.needs, wish)).state, 'REQUESTED')
  till.wechat.reset()
  till.clock.advance(5000)
  await till.fireTimers()
  assert.equal((await till.needs.store.findRefund(id))?.state, 'SUCCESS')
})

test('parts of a payment go back side by side, and never more than was paid', async () => {
  const order = await paid()
  const asking = Array.from({ length: 20 }, (_, i) => refundAttempt(till.needs, wishFor(order, i + 1, 400)))
  const settled = await Promise.allSettled(asking)
  const done = settled.filter(({ status }) => status === 'fulfilled')
  assert.equal(done.length, 14)
  assert.equal(await clearing(), 0)
})
