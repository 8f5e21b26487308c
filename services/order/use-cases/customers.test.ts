import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Order } from '../domain/order.ts'
import { customer, manager, openShop, rice, staff, stranger } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addCartItem } from './add-cart-item.ts'
import { addOrderNote } from './add-order-note.ts'
import { advanceOrder } from './advance-order.ts'
import { approveClaim } from './approve-claim.ts'
import { cancelOrder } from './cancel-order.ts'
import { closeCustomer } from './close-customer.ts'
import { completeOrder } from './complete-order.ts'
import { dispatchOrder } from './dispatch-order.ts'
import { forgetCustomer } from './forget-customer.ts'
import { getCart } from './get-cart.ts'
import { getOrder } from './get-order.ts'
import { listOrderClaims } from './list-order-claims.ts'
import { openClaim } from './open-claim.ts'
import { payOrder } from './pay-order.ts'
import { quoteCart } from './quote-cart.ts'
import { remindOrder } from './remind-order.ts'
import { settleOrder } from './settle-order.ts'
import { submitOrder } from './submit-order.ts'

let shop: Awaited<ReturnType<typeof openShop>>
let keys = 0

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const user = { kind: 'system', id: 'user' } as const
const day = 86_400_000
const refuses = (work: Promise<unknown>, reason: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === reason)
const close = () => closeCustomer(shop.needs, '7', user)
const find = ({ id }: Order) => getOrder(shop.needs, id, user)
const leave = async () => {
  await shop.needs.gone.closeForGood('7', shop.clock.now())
  await forgetCustomer(shop.needs, '7')
}

async function submit(changes = {}, by: { kind: 'customer'; id: string } = customer): Promise<Order> {
  await shop.needs.carts.clear(by.id, '1')
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, by)
  const submission = shop.submission({ idempotencyKey: `key-${keys++}`, remark: '不要香菜', ...changes })
  return (await submitOrder(shop.needs, submission, by)).order
}

async function pay(order: Order): Promise<void> {
  await payOrder(shop.needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  const { attempt, amountFen } = await find(order)
  const payment = { attemptId: attempt?.id ?? '', amountFen, paidAt: shop.clock.now(), late: false }
  await settleOrder(shop.needs, order.id, payment)
}

async function complete(order: Order): Promise<void> {
  await pay(order)
  for (const verb of [acceptOrder, dispatchOrder, completeOrder]) await verb(shop.needs, order.id, staff)
}

const named = ({ address, remark, cancelNote, history }: Order) => ({
  ...{ ...address, remark, cancelNote },
  notes: history.map(({ note }) => note).join(''),
})
const nobody = { consignee: '', phone: '', text: '', location: null, remark: '', cancelNote: '', notes: '' }

test('the cutlery of the last order is offered with the next quote', async () => {
  const wish = { shopId: '1', addressId: '', deliverAt: 0 }
  const cutlery = async () => (await quoteCart(shop.needs, wish, customer)).cutlery
  assert.equal(await cutlery(), undefined)
  await submit({ cutlery: 3 })
  assert.equal(await cutlery(), 3)
  shop.clock.advance(1000)
  await submit({ cutlery: 0 })
  assert.equal(await cutlery(), 0)
  assert.equal((await quoteCart(shop.needs, wish, stranger)).cutlery, undefined)
})

test('a reminder that comes too soon is told how long to wait, and then it rings', async () => {
  const order = await submit()
  await pay(order)
  await remindOrder(shop.needs, order.id, customer)
  shop.clock.advance(12_500)
  const wait = { retryAfterMs: '47500', retryAfterSeconds: '48' }
  await assert.rejects(remindOrder(shop.needs, order.id, customer), {
    reason: 'REMINDED_TOO_SOON',
    details: wait,
  })
  shop.clock.advance(47_500)
  assert.equal((await remindOrder(shop.needs, order.id, customer)).reminders, 2)
})

test('of ten reminders at once one rings and the others are told to wait', async () => {
  const order = await submit()
  await pay(order)
  const reminders = Array.from({ length: 10 }, () => remindOrder(shop.needs, order.id, customer))
  const outcomes = await Promise.allSettled(reminders)
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason.reason] : [],
  )
  assert.deepEqual(refused, Array(9).fill('REMINDED_TOO_SOON'))
  assert.equal((await find(order)).reminders, 1)
})

test('a customer whose order or refund is under way is not let go', async () => {
  const order = await submit()
  await refuses(close(), 'CUSTOMER_BUSY')
  await pay(order)
  await refuses(close(), 'CUSTOMER_BUSY')
  await cancelOrder(shop.needs, order.id, '', customer)
  await refuses(close(), 'CUSTOMER_BUSY')
  await advanceOrder(shop.needs, order.id)
  await refuses(close(), 'CUSTOMER_BUSY')
  const [refund] = shop.neighbours.refunded
  const attemptId = refund?.attemptId ?? ''
  await shop.needs.store.recordRefundState(order.id, { attemptId, n: 1, state: 'DONE', at: shop.clock.now() })
  await close()
})

test('who was not let go keeps the cart and orders on', async () => {
  await submit()
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 2 }, customer)
  await refuses(close(), 'CUSTOMER_BUSY')
  assert.equal((await getCart(shop.needs, '1', customer)).lines[0]?.quantity, 2)
  assert.equal((await submit()).state, 'PENDING')
})

test('whoever is about to go places nothing for a minute, and whoever is gone nothing ever', async () => {
  await close()
  await refuses(submit(), 'CUSTOMER_CLOSED')
  shop.clock.advance(60_000)
  await complete(await submit())
  await shop.needs.gone.closeForGood('7', shop.clock.now())
  await close()
  shop.clock.advance(60_000)
  await refuses(submit(), 'CUSTOMER_CLOSED')
  assert.equal((await submit({}, stranger)).state, 'PENDING')
})

test('only services close customers', async () => {
  for (const by of [customer, staff, { kind: 'anonymous' } as const])
    await refuses(closeCustomer(shop.needs, '7', by), 'ROLE_MISSING')
})

/** A customer is closed at one moment of a submission; tells who was served. */
async function meet(moment: 'cart' | 'price' | 'stock', id: string) {
  const by = { kind: 'customer', id } as const
  let going: Promise<unknown> = Promise.resolve()
  const goBefore = <Args extends unknown[], Result>(reached: string, work: (...args: Args) => Result) => {
    return (...args: Args) => {
      if (reached === moment) going = closeCustomer(shop.needs, id, user)
      going.catch(() => undefined)
      return work(...args)
    }
  }
  const { carts, catalog, inventory } = shop.needs
  const needs = {
    ...shop.needs,
    carts: { ...carts, find: goBefore('cart', carts.find) },
    catalog: { ...catalog, price: goBefore('price', catalog.price) },
    inventory: { ...inventory, reserve: goBefore('stock', inventory.reserve) },
  }
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, by)
  const submission = shop.submission({ idempotencyKey: `key-${keys++}` })
  const [placed] = await Promise.allSettled([submitOrder(needs, submission, by)])
  const [gone] = await Promise.allSettled([going])
  return { isPlaced: placed.status === 'fulfilled', isGone: gone.status === 'fulfilled' }
}

test('of an order placed and a going at the same moment one is refused', async () => {
  for (const moment of ['cart', 'price', 'stock'] as const) {
    for (let round = 0; round < 10; round++) {
      const { isPlaced, isGone } = await meet(moment, `${moment}-${round}`)
      assert.notEqual(isPlaced, isGone, `${moment}, round ${round}`)
    }
  }
  assert.deepEqual(await meet('stock', 'late'), { isPlaced: true, isGone: false })
})

test('the orders of a deleted account tell whom they were for until a while after their end', async () => {
  const [old, young] = [await submit(), await submit()]
  await complete(old)
  shop.clock.advance(day / 2)
  await cancelOrder(shop.needs, young.id, '不想要了', customer)
  await advanceOrder(shop.needs, young.id)
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  shop.clock.advance(day / 2)
  await leave()
  assert.deepEqual((await getCart(shop.needs, '1', customer)).lines, [])
  assert.deepEqual(named(await find(old)), nobody)
  assert.equal((await find(young)).address.consignee, '张三')
  shop.clock.advance(day / 2 - 1)
  await forgetCustomer(shop.needs, '7')
  assert.equal((await find(young)).address.consignee, '张三')
  shop.clock.advance(1)
  await forgetCustomer(shop.needs, '7')
  const forgotten = await find(young)
  assert.deepEqual(named(forgotten), nobody)
  assert.deepEqual([forgotten.state, forgotten.amountFen, forgotten.lines.length], ['CANCELLED', 900, 1])
  const forgottenTold = (await shop.eventTypes()).filter((type) => type === 'OrderForgotten')
  assert.equal(forgottenTold.length, 2)
})

test('what a shop said in rejecting stays, and other customers’ orders with it', async () => {
  const other = await submit({}, stranger)
  const order = await submit()
  await complete(order)
  shop.clock.advance(day)
  await leave()
  assert.equal((await find(other)).address.consignee, '张三')
  assert.deepEqual(named(await find(order)), nobody)
})

test('an open claim holds a customer back, and what was said in it is forgotten with the order', async () => {
  const order = await submit()
  await complete(order)
  const wish = { orderId: order.id, reason: '我家门口洒了', lines: [], amountFen: 100, imageIds: ['i1'] }
  const { claim } = await openClaim(shop.needs, { ...wish, idempotencyKey: 'c-1' }, customer)
  await addOrderNote(shop.needs, { orderId: order.id, text: '已致电张三', idempotencyKey: 'n-1' }, staff)
  await refuses(close(), 'CUSTOMER_BUSY')
  await approveClaim(shop.needs, { claimId: claim.id, amountFen: 0, answer: '抱歉' }, manager)
  await refuses(close(), 'CUSTOMER_BUSY')
  shop.clock.advance(day)
  await leave()
  const [told] = await listOrderClaims(shop.needs, order.id, user)
  assert.deepEqual([told?.reason, told?.imageIds, told?.grantedFen], ['', [], 100])
  assert.equal((await find(order)).grants[0]?.reason, '')
  assert.deepEqual(await shop.needs.desk.notesOf(order.id), [])
  await refuses(openClaim(shop.needs, { ...wish, idempotencyKey: 'c-2' }, customer), 'CUSTOMER_CLOSED')
})

test('forgetting goes on by its own timer until nothing is left', async () => {
  const timers = () =>
    shop.storage.tx('timers', (tx) =>
      tx.kit.selectFrom('timer').select(['ref', 'due_at']).where('kind', '=', 'forget-customer').execute(),
    )
  const order = await submit()
  await complete(order)
  const endedAt = shop.clock.now()
  await shop.needs.gone.closeForGood('7', endedAt)
  assert.deepEqual(
    (await timers()).map((row) => ({ ...row })),
    [{ ref: '7', due_at: endedAt }],
  )
  await forgetCustomer(shop.needs, '7')
  assert.deepEqual(
    (await timers()).map((row) => ({ ...row })),
    [{ ref: '7', due_at: endedAt + day }],
  )
})
