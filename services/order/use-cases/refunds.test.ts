import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { refundableFen } from '../domain/order.ts'
import { completedOrder, dispatchedOrder, paidOrder } from '../life.fixture.ts'
import { customer, manager, openShop, staff, stranger } from '../shop.fixture.ts'
import { advanceOrder } from './advance-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { getOrder } from './get-order.ts'
import { listRefunds } from './list-refunds.ts'
import { type OrderRefund, refundOrder } from './refund-order.ts'
import { retryRefund } from './retry-refund.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const wishFor = (orderId: string, changes: Partial<OrderRefund> = {}): OrderRefund => ({
  ...{ orderId, lines: [], amountFen: 100, reason: '少送了一份', idempotencyKey: 'refund-1' },
  ...changes,
})
const refund = (orderId: string, changes: Partial<OrderRefund> = {}) =>
  refundOrder(shop.needs, wishFor(orderId, changes), manager)
const find = (orderId: string) => getOrder(shop.needs, orderId, customer)
const owedFen = async (orderId: string) =>
  (await find(orderId)).refunds.reduce((sum, { amountFen }) => sum + amountFen, 0)
const statesOf = async (orderId: string) =>
  (await listRefunds(shop.needs, orderId, customer)).refunds.map(({ steps }) =>
    steps.map(({ state }) => state),
  )

for (const [state, order] of [
  ['PAID', paidOrder],
  ['DELIVERING', dispatchedOrder],
  ['COMPLETED', completedOrder],
] as const)
  test(`part of the money of an order that is ${state} goes back, and it stays ${state}`, async () => {
    const { id } = await order(shop, 3)
    const { refund: given, replayed } = await refund(id)
    assert.deepEqual(
      [given.duty.n, given.duty.state, given.grant?.by, replayed],
      [1, 'DUE', 'employee:2', false],
    )
    await advanceOrder(shop.needs, id)
    assert.deepEqual(
      shop.neighbours.refunded.map(({ n, amountFen }) => [n, amountFen]),
      [[1, 100]],
    )
    const after = await find(id)
    assert.deepEqual([after.state, refundableFen(after)], [state, 1400])
  })

test('the same key gives back once, and refuses other content', async () => {
  const { id } = await completedOrder(shop)
  const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => refund(id)))
  assert.ok(others.every(({ refund: { duty } }) => duty.n === first?.refund.duty.n))
  assert.equal(await owedFen(id), 100)
  await assert.rejects(refund(id, { amountFen: 200 }), { reason: 'KEY_REUSED' })
})

test('twenty refunds at once never exceed what was paid', async () => {
  const { id, amountFen } = await completedOrder(shop, 3)
  const asked = Array.from({ length: 20 }, (_, i) =>
    refund(id, { amountFen: 170, idempotencyKey: `refund-${i}` }),
  )
  const answers = await Promise.allSettled(asked)
  const given = answers.filter(({ status }) => status === 'fulfilled')
  assert.equal(given.length, Math.floor(amountFen / 170))
  for (const answer of answers)
    if (answer.status === 'rejected') assert.equal(answer.reason.reason, 'REFUND_EXCEEDS')
  assert.equal(await owedFen(id), given.length * 170)
})

test('a line goes back as often as it was sold, whoever asks at the same time', async () => {
  const { id, lines } = await completedOrder(shop, 3)
  const lineId = lines[0]?.id ?? ''
  const asked = Array.from({ length: 20 }, (_, i) =>
    refund(id, { lines: [{ lineId, quantity: 1 }], amountFen: 0, idempotencyKey: `refund-${i}` }),
  )
  const answers = await Promise.allSettled(asked)
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.reason] : []))
  assert.deepEqual([...new Set(refusals)], ['LINE_REFUNDED'])
  assert.deepEqual([refusals.length, await owedFen(id)], [17, 600])
})

test('a cancel gives back the rest only, and nothing where all had gone back', async () => {
  const { id } = await paidOrder(shop)
  await refund(id, { amountFen: 250 })
  await cancelOrder(shop.needs, id, '', customer)
  await advanceOrder(shop.needs, id)
  assert.deepEqual(
    shop.neighbours.refunded.map(({ n, amountFen }) => [n, amountFen]),
    [
      [1, 250],
      [2, 650],
    ],
  )
  await assert.rejects(refund(id, { idempotencyKey: 'refund-2' }), { reason: 'MOVE_ILLEGAL' })
  const whole = await dispatchedOrder(shop)
  await refund(whole.id, { amountFen: whole.amountFen, idempotencyKey: 'refund-3' })
  await cancelOrder(shop.needs, whole.id, '骑手不足', staff)
  assert.equal(await owedFen(whole.id), whole.amountFen)
})

test('cancels and refunds at the same time give back what was paid, once', async () => {
  const { id, amountFen } = await dispatchedOrder(shop, 3)
  const asked = Array.from({ length: 10 }, (_, i) => refund(id, { idempotencyKey: `refund-${i}` }))
  await Promise.allSettled([...asked.slice(5), cancelOrder(shop.needs, id, '', staff), ...asked.slice(0, 5)])
  assert.deepEqual([(await find(id)).state, await owedFen(id)], ['CANCELLED', amountFen])
})

test('an unpaid order, nothing, too many words and foreign lines give nothing back', async () => {
  const { id, lines } = await completedOrder(shop)
  const [lineId = ''] = lines.map((line) => line.id)
  const wrong: readonly (readonly [Partial<OrderRefund>, string])[] = [
    [{ amountFen: 0 }, 'REFUND_INVALID'],
    [{ amountFen: -1 }, 'REFUND_INVALID'],
    [{ amountFen: 901 }, 'REFUND_EXCEEDS'],
    [{ lines: [{ lineId, quantity: 1 }], amountFen: 201 }, 'REFUND_EXCEEDS'],
    [{ reason: ' ' }, 'REFUND_INVALID'],
    [{ reason: '长'.repeat(201) }, 'REFUND_INVALID'],
    [{ lines: [{ lineId: '999', quantity: 1 }] }, 'REFUND_INVALID'],
    [{ lines: [{ lineId, quantity: 0 }] }, 'REFUND_INVALID'],
    [{ lines: [{ lineId, quantity: 2 }] }, 'LINE_REFUNDED'],
    [
      {
        lines: [
          { lineId, quantity: 1 },
          { lineId, quantity: 1 },
        ],
      },
      'REFUND_INVALID',
    ],
    [{ idempotencyKey: '' }, 'KEY_INVALID'],
    [{ orderId: '019ab000-0000-7000-8000-00000000002a' }, 'ORDER_MISSING'],
  ]
  for (const [changes, reason] of wrong) await assert.rejects(refund(id, changes), { reason })
  const asked = wishFor(id)
  await assert.rejects(refundOrder(shop.needs, asked, staff), { reason: 'ROLE_MISSING' })
  await assert.rejects(refundOrder(shop.needs, asked, customer), { reason: 'ORDER_MISSING' })
  const elsewhere = { ...manager, shopId: '2' }
  await assert.rejects(refundOrder(shop.needs, asked, elsewhere), { reason: 'ORDER_MISSING' })
  await assert.rejects(listRefunds(shop.needs, id, stranger), { reason: 'ORDER_MISSING' })
  assert.equal(await owedFen(id), 0)
})

test('every step of a refund is told with its time, and one that failed can be asked for anew', async () => {
  const { id } = await completedOrder(shop)
  await refund(id)
  await advanceOrder(shop.needs, id)
  const attemptId = (await find(id)).winnerId
  const news = (state: 'DONE' | 'ABNORMAL') =>
    shop.needs.store.recordRefundState(id, { attemptId, n: 1, state, at: shop.clock.now() })
  await assert.rejects(retryRefund(shop.needs, id, 1, manager), { reason: 'REFUND_NOT_FAILED' })
  await news('ABNORMAL')
  shop.clock.advance(1000)
  await assert.rejects(retryRefund(shop.needs, id, 1, staff), { reason: 'ROLE_MISSING' })
  await assert.rejects(retryRefund(shop.needs, id, 2, manager), { reason: 'REFUND_MISSING' })
  await retryRefund(shop.needs, id, 1, manager)
  await advanceOrder(shop.needs, id)
  await news('DONE')
  await news('DONE')
  await news('ABNORMAL')
  const { refunds } = await listRefunds(shop.needs, id, customer)
  assert.deepEqual(await statesOf(id), [['DUE', 'REQUESTED', 'ABNORMAL', 'DUE', 'REQUESTED', 'DONE']])
  const [, , failed, again] = refunds[0]?.steps.map(({ at }) => at) ?? []
  assert.equal((again ?? 0) - (failed ?? 0), 1000)
})

test('a step is never told before the one that led to it, whatever the provider’s clock says', async () => {
  const { id } = await dispatchedOrder(shop)
  await refund(id)
  await advanceOrder(shop.needs, id)
  const attemptId = (await find(id)).winnerId
  const before = shop.clock.now() - 425
  await shop.needs.store.recordRefundState(id, { attemptId, n: 1, state: 'DONE', at: before })
  const { refunds } = await listRefunds(shop.needs, id, customer)
  const steps = refunds[0]?.steps ?? []
  assert.deepEqual(await statesOf(id), [['DUE', 'REQUESTED', 'DONE']])
  assert.equal(steps[2]?.at, steps[1]?.at)
})

test('an order that waited for its end still comes to it after money went back', async () => {
  const { id } = await dispatchedOrder(shop)
  await refund(id)
  await shop.fireTimers()
  assert.equal((await find(id)).state, 'DELIVERING')
  shop.clock.advance(10_800_000)
  await shop.fireTimers()
  assert.equal((await find(id)).state, 'COMPLETED')
})
