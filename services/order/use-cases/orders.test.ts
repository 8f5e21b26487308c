import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Order } from '../domain/order.ts'
import type { Payment } from '../domain/payment.ts'
import { customer, openShop, rice, staff, stranger } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addCartItem } from './add-cart-item.ts'
import { advanceOrder } from './advance-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { completeOrder } from './complete-order.ts'
import { dispatchOrder } from './dispatch-order.ts'
import { getCart } from './get-cart.ts'
import { getOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'
import { payOrder } from './pay-order.ts'
import { rejectOrder } from './reject-order.ts'
import { remindOrder } from './remind-order.ts'
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

const anyOwn = { states: [], money: '', cursor: '', page: 0 } as const

test('submitting makes a pending order with lines, charges and address, and empties the cart', async () => {
  const order = await submit()
  assert.equal(order.state, 'PENDING')
  assert.equal(order.amountFen, 900)
  assert.deepEqual(order.charges, [
    { kind: 'packing', amountFen: 100 },
    { kind: 'delivery', amountFen: 600 },
  ])
  assert.equal(order.lines[0]?.name, '米饭')
  const zhang = { consignee: '张三', phone: '13800000001', text: '北京市海淀区上地十街10号' }
  assert.deepEqual((await find(order)).address, { ...zhang, location: null })
  assert.match(order.number, /^\d{6}-[0-9A-Z]{8}$/)
  assert.deepEqual((await getCart(shop.needs, '1', customer)).lines, [])
  assert.deepEqual(await shop.eventTypes(), ['OrderPlaced'])
})

test('the same key answers the same order, and refuses other content', async () => {
  const first = await submit()
  const again = await submitOrder(shop.needs, shop.submission(), customer)
  assert.equal(again.order.id, first.id)
  assert.equal(again.replayed, true)
  await refuses(submit({ remark: 'other' }), 'KEY_REUSED')
})

test('a hundred simultaneous submits with one key make one order', async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => submitOrder(shop.needs, shop.submission(), customer)),
  )
  assert.equal(new Set(answers.map(({ order }) => order.id)).size, 1)
  assert.equal(answers.filter(({ replayed }) => !replayed).length, 1)
  assert.equal((await listOrders(shop.needs, { ...anyOwn, limit: 100 }, customer)).items.length, 1)
})

test('one cart makes one order even with two keys', async () => {
  const answers = await Promise.allSettled([submit({ idempotencyKey: 'a' }), submit({ idempotencyKey: 'b' })])
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('an empty cart, a closed shop, another price or a stopped dish makes no order', async () => {
  shop.neighbours.isOpen = false
  await refuses(submit(), 'SHOP_CLOSED')
  shop.neighbours.isOpen = true
  shop.neighbours.priceFen = 300
  await refuses(submit(), 'PRICE_CHANGED')
  shop.neighbours.isSold = false
  await refuses(submit(), 'ITEM_NOT_SOLD')
  shop.neighbours.isSold = true
  shop.neighbours.priceFen = 200
  await submit()
  await refuses(submit({ idempotencyKey: 'key-2', expectedAmountFen: 600 }), 'CART_EMPTY')
})

test('without stock the order ends as cancelled and the customer is told', async () => {
  shop.neighbours.reserve = async () => ({ outcome: 'REJECTED', shortDishIds: ['49'] })
  await refuses(submit(), 'OUT_OF_STOCK')
  const [order] = (await listOrders(shop.needs, { ...anyOwn, limit: 1 }, customer)).items
  assert.equal(order?.state, 'CANCELLED')
  assert.deepEqual(order?.shortDishIds, ['49'])
})

test('with inventory down an order stays PLACING, cannot be cancelled yet, and goes on later', async () => {
  shop.neighbours.reserve = () => Promise.reject(new Fault('unavailable', 'UNREACHABLE', 'down'))
  const order = await submit()
  assert.equal(order.state, 'PLACING')
  await refuses(cancelOrder(shop.needs, order.id, '', customer), 'ORDER_BUSY')
  shop.neighbours.reserve = async () => ({ outcome: 'HELD' })
  await advanceOrder(shop.needs, order.id)
  assert.equal((await find(order)).state, 'PENDING')
})

test('an order is paid, accepted, dispatched and completed, and every step is in its history', async () => {
  const order = await submit()
  await pay(order)
  await acceptOrder(shop.needs, order.id, staff)
  await advanceOrder(shop.needs, order.id)
  assert.deepEqual(shop.neighbours.committed, [order.id])
  await dispatchOrder(shop.needs, order.id, staff)
  await completeOrder(shop.needs, order.id, staff)
  const done = await find(order)
  assert.deepEqual(
    done.history.map(({ to, by }) => `${to} ${by}`),
    [
      'PLACING customer:7',
      'PENDING system:order',
      'PAID system:payment',
      'ACCEPTED employee:3',
      'DELIVERING employee:3',
      'COMPLETED employee:3',
    ],
  )
  assert.deepEqual(await shop.eventTypes(), [
    'OrderPlaced',
    'OrderPaid',
    'OrderAccepted',
    'OrderDispatched',
    'OrderCompleted',
  ])
})

test('paying twice is one payment; the same parameters come again while the attempt is open', async () => {
  const order = await submit()
  const first = await openAttempt(order)
  assert.equal(await openAttempt(order), first)
  const payment = await pay(order)
  await settleOrder(shop.needs, order.id, payment)
  assert.equal((await find(order)).version, 3)
  await refuses(openAttempt(order), 'ALREADY_PAID')
})

test('another channel gets another attempt only after the first is closed', async () => {
  const order = await submit()
  const first = await openAttempt(order)
  shop.neighbours.close = async () => ({ state: 'OPEN' })
  const jsapi = { orderId: order.id, channel: 'WECHAT_JSAPI', clientIp: '' } as const
  await refuses(payOrder(shop.needs, jsapi, customer), 'ORDER_BUSY')
  assert.equal((await find(order)).attempt?.id, first)
  shop.neighbours.close = async () => ({ state: 'CLOSED' })
  await payOrder(shop.needs, jsapi, customer)
  const { attempt } = await find(order)
  assert.equal(attempt?.n, 2)
  assert.notEqual(attempt?.id, first)
})

test('an unpaid order is closed at its deadline: at the provider, then here, then its stock', async () => {
  const order = await submit()
  await openAttempt(order)
  shop.neighbours.close = async () => ({ state: 'OPEN' })
  shop.clock.advance(900_000)
  await advanceOrder(shop.needs, order.id)
  assert.equal((await find(order)).state, 'CLOSING')
  assert.deepEqual(shop.neighbours.released, [])
  shop.neighbours.close = async () => ({ state: 'CLOSED' })
  await advanceOrder(shop.needs, order.id)
  const closed = await find(order)
  assert.equal(closed.state, 'CANCELLED')
  assert.equal(closed.cancelReason, 'TIMEOUT')
  assert.deepEqual(shop.neighbours.released, [order.id])
})

test('when the provider says at closing time that it was paid, the order is paid', async () => {
  const order = await submit()
  const attemptId = await openAttempt(order)
  const payment = { attemptId, amountFen: 900, paidAt: shop.clock.now(), late: false }
  shop.neighbours.close = async () => ({ state: 'PAID', payment })
  shop.clock.advance(900_000)
  await advanceOrder(shop.needs, order.id)
  assert.equal((await find(order)).state, 'PAID')
})

test('a paid order that is rejected or cancelled gives its money back exactly once', async () => {
  const order = await submit()
  const payment = await pay(order)
  await rejectOrder(shop.needs, order.id, '已售完', staff)
  await advanceOrder(shop.needs, order.id)
  await advanceOrder(shop.needs, order.id)
  assert.deepEqual(shop.neighbours.refunded, [{ attemptId: payment.attemptId, n: 1, amountFen: 900 }])
  assert.deepEqual(shop.neighbours.released, [order.id])
})

test('money that arrives for a cancelled order goes back', async () => {
  const order = await submit()
  const attemptId = await openAttempt(order)
  await cancelOrder(shop.needs, order.id, '不想要了', customer)
  await advanceOrder(shop.needs, order.id)
  assert.equal((await find(order)).state, 'CANCELLED')
  const late = { attemptId, amountFen: 900, paidAt: shop.clock.now(), late: true }
  await settleOrder(shop.needs, order.id, late)
  await settleOrder(shop.needs, order.id, late)
  await advanceOrder(shop.needs, order.id)
  assert.deepEqual(shop.neighbours.refunded, [{ attemptId, n: 1, amountFen: 900 }])
})

test('of twenty simultaneous cancels and accepts one side wins and the books agree', async () => {
  const order = await submit()
  await pay(order)
  const attempts = Array.from({ length: 20 }, (_, n) =>
    n % 2 ? acceptOrder(shop.needs, order.id, staff) : cancelOrder(shop.needs, order.id, '', customer),
  )
  await Promise.allSettled(attempts)
  await advanceOrder(shop.needs, order.id)
  const { state, version, history } = await find(order)
  assert.ok(state === 'ACCEPTED' || state === 'CANCELLED')
  assert.equal(history.length, version)
  assert.equal(shop.neighbours.refunded.length, state === 'CANCELLED' ? 1 : 0)
})

test('a stranger sees, pays, cancels, reminds and re-orders nothing of somebody else', async () => {
  const order = await submit()
  await pay(order)
  const tries = [
    getOrder(shop.needs, order.id, stranger),
    payOrder(shop.needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '' }, stranger),
    cancelOrder(shop.needs, order.id, '', stranger),
    remindOrder(shop.needs, order.id, stranger),
    reorderOrder(shop.needs, order.id, stranger),
    acceptOrder(shop.needs, order.id, { ...staff, id: '9', shopId: '2' }),
  ]
  await Promise.all(tries.map((one) => refuses(one, 'ORDER_MISSING')))
  assert.equal((await find(order)).version, 3)
})

test('nobody is told how to pay what somebody else ordered', async () => {
  const { id: orderId } = await submit()
  const wish = { orderId, channel: 'WECHAT_H5', clientIp: '' } as const
  for (const by of [stranger, staff]) await refuses(payOrder(shop.needs, wish, by), 'ORDER_MISSING')
  assert.equal((await getOrder(shop.needs, orderId, customer)).attempt, null)
})

test('a reminder rings once per pause, and only for a live order', async () => {
  const order = await submit()
  await refuses(remindOrder(shop.needs, order.id, customer), 'MOVE_ILLEGAL')
  await pay(order)
  await remindOrder(shop.needs, order.id, customer)
  await refuses(remindOrder(shop.needs, order.id, customer), 'REMINDED_TOO_SOON')
  shop.clock.advance(60_000)
  await remindOrder(shop.needs, order.id, customer)
  assert.equal((await shop.eventTypes()).filter((type) => type === 'OrderReminded').length, 2)
})

test('re-ordering fills the cart again and names what is no longer sold', async () => {
  const order = await submit()
  const { cart } = await reorderOrder(shop.needs, order.id, customer)
  assert.deepEqual(
    cart.lines.map(({ item, quantity }) => [item.id, quantity]),
    [['49', 1]],
  )
  shop.neighbours.isSold = false
  assert.deepEqual((await reorderOrder(shop.needs, order.id, customer)).leftOut, ['米饭'])
})

test('twenty simultaneous adds of one dish are one line of twenty more', async () => {
  await Promise.all(Array.from({ length: 20 }, fillCart))
  const cart = await getCart(shop.needs, '1', customer)
  assert.deepEqual(
    cart.lines.map(({ quantity }) => quantity),
    [21],
  )
})
