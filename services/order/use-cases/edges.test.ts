import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Move } from '../domain/move.ts'
import type { Order } from '../domain/order.ts'
import type { Payment } from '../domain/payment.ts'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { advanceOrder } from './advance-order.ts'
import { getOrder } from './get-order.ts'
import { payOrder } from './pay-order.ts'
import { rejectOrder } from './reject-order.ts'
import { reorderOrder } from './reorder-order.ts'
import { settleOrder } from './settle-order.ts'
import { submitOrder } from './submit-order.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
  await fillCart()
})
afterEach(() => shop.close())

const fillCart = () => addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
const refuses = (work: Promise<unknown>, reason: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === reason)
const submit = async (changes = {}) =>
  (await submitOrder(shop.needs, shop.submission(changes), customer)).order
const find = (order: Order) => getOrder(shop.needs, order.id, customer)

async function openAttempt(order: Order): Promise<string> {
  await payOrder(shop.needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  return (await find(order)).attempt?.id ?? ''
}

async function pay(order: Order): Promise<Payment> {
  const attemptId = await openAttempt(order)
  const payment = { attemptId, amountFen: order.amountFen, paidAt: shop.clock.now(), late: false }
  await settleOrder(shop.needs, order.id, payment)
  return payment
}

test('pressing re-order twice fills the cart once', async () => {
  const order = await submit()
  await reorderOrder(shop.needs, order.id, customer)
  const { cart } = await reorderOrder(shop.needs, order.id, customer)
  assert.deepEqual(
    cart.lines.map(({ quantity }) => quantity),
    [1],
  )
})

test('an attempt opened while the timer closes the order is closed at the provider first', async () => {
  const order = await submit()
  const attempt = { n: 1, id: 'a'.repeat(32), channel: 'WECHAT_H5', closed: false } as const
  const { store } = shop.needs
  let opened = false
  const between = async () => {
    if (!opened) await store.recordAttempt(order.id, attempt)
    opened = true
  }
  const seen: string[] = []
  shop.neighbours.close = async () => {
    seen.push(`${(await find(order)).state} ${shop.neighbours.released.length}`)
    return { state: 'CLOSED' }
  }
  shop.clock.advance(900_000)
  const racing = {
    ...store,
    async moveOrder(move: Move) {
      await between()
      return store.moveOrder(move)
    },
  }
  await advanceOrder({ ...shop.needs, store: racing }, order.id)
  assert.deepEqual(seen, ['CLOSING 0'])
  assert.equal((await find(order)).state, 'CANCELLED')
})

test('a surplus recorded while the timer rejects an order gets a number of its own', async () => {
  const order = await submit()
  const winner = await pay(order)
  const { store } = shop.needs
  const surplus = { attemptId: 'b'.repeat(32), amountFen: 900, paidAt: shop.clock.now(), late: true }
  let told = false
  const between = async () => {
    if (!told) await settleOrder(shop.needs, order.id, surplus)
    told = true
  }
  const racing = {
    ...store,
    async moveOrder(move: Move) {
      await between()
      return store.moveOrder(move)
    },
  }
  const rules = shop.needs.rules()
  const impatient = { ...rules, windows: { ...rules.windows, acceptMs: 1000 } }
  shop.clock.advance(1000)
  await advanceOrder({ ...shop.needs, rules: () => impatient, store: racing }, order.id)
  assert.deepEqual(
    shop.neighbours.refunded.map(({ attemptId, n }) => [attemptId, n]),
    [
      [surplus.attemptId, 1],
      [winner.attemptId, 2],
    ],
  )
})

test('an order is cancelled before its money is asked back, and asked again until that is done', async () => {
  const order = await submit()
  const { attemptId, amountFen } = await pay(order)
  await rejectOrder(shop.needs, order.id, '已售完', staff)
  assert.deepEqual(shop.neighbours.refunded, [])
  const away = () => Promise.reject(new Fault('unavailable', 'UNREACHABLE', 'away'))
  const payments = { ...shop.needs.payments, refund: away }
  await assert.rejects(advanceOrder({ ...shop.needs, payments }, order.id), { reason: 'UNREACHABLE' })
  const { state, refunds } = await find(order)
  assert.deepEqual([state, refunds.map((duty) => duty.state)], ['CANCELLED', ['DUE']])
  await advanceOrder(shop.needs, order.id)
  assert.deepEqual(shop.neighbours.refunded, [{ attemptId, n: 1, amountFen }])
})

test('a refused way of paying leaves the open attempt alone', async () => {
  const order = await submit()
  const first = await openAttempt(order)
  shop.needs.customers.openidOf = async () => ''
  await refuses(
    payOrder(shop.needs, { orderId: order.id, channel: 'WECHAT_JSAPI', clientIp: '' }, customer),
    'OPENID_MISSING',
  )
  assert.deepEqual((await find(order)).attempt, { n: 1, id: first, channel: 'WECHAT_H5', closed: false })
})

test('what was short stays refused when the same key comes again', async () => {
  shop.neighbours.reserve = async () => ({ outcome: 'REJECTED', shortDishIds: ['49'] })
  await refuses(submit(), 'OUT_OF_STOCK')
  await refuses(submit(), 'OUT_OF_STOCK')
})

test('food is wanted between now and a week ahead', async () => {
  const now = shop.clock.now()
  for (const deliverAt of [now - 3_600_000, now + 8 * 86_400_000, 1])
    await refuses(submit({ deliverAt }), 'SUBMISSION_INVALID')
  assert.equal((await submit({ deliverAt: now + 3_600_000 })).deliverAt, now + 3_600_000)
})

test('a bug while placing is heard, not swallowed', async () => {
  shop.neighbours.reserve = () => Promise.reject(new TypeError('a bug'))
  await assert.rejects(submit(), TypeError)
})
