import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Order } from '../domain/order.ts'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addCartItem } from './add-cart-item.ts'
import { advanceOrder } from './advance-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { getCart } from './get-cart.ts'
import { getOrder } from './get-order.ts'
import { listDeliverySlots } from './list-delivery-slots.ts'
import { payOrder } from './pay-order.ts'
import { quoteCart } from './quote-cart.ts'
import { settleOrder } from './settle-order.ts'
import { submitOrder } from './submit-order.ts'

const hour = 3_600_000
const refuses = (work: Promise<unknown>, reason: string) =>
  assert.rejects(work, (thrown) => thrown instanceof Fault && thrown.reason === reason)

/** A shop whose customers want their food an hour from now. */
async function openSlots(t: TestContext) {
  const shop = await openShop()
  t.after(() => shop.close())
  const { needs, neighbours, clock } = shop

  /** The slot an hour from now, with room for so many. */
  function offerSlot(capacity: number) {
    const startAt = clock.now() + hour
    const slot = { startAt, endAt: startAt + hour / 2, capacity }
    neighbours.slot = slot
    return slot
  }

  async function submitFor(id: string, changes = {}): Promise<Order> {
    const by = { kind: 'customer', id } as const
    await addCartItem(needs, { shopId: '1', item: rice, quantity: 1 }, by)
    const deliverAt = clock.now() + hour
    const wish = shop.submission({ idempotencyKey: `key-${id}`, deliverAt, ...changes })
    return (await submitOrder(needs, wish, by)).order
  }

  async function pay(order: Order): Promise<void> {
    const by = { kind: 'customer', id: order.customerId } as const
    await payOrder(needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, by)
    const attemptId = (await getOrder(needs, order.id, by)).attempt?.id ?? ''
    const payment = { attemptId, amountFen: order.amountFen, paidAt: clock.now(), late: false }
    await settleOrder(needs, order.id, payment)
  }

  async function used(): Promise<number | undefined> {
    const [slot] = await listDeliverySlots(needs, '1')
    return slot?.used
  }
  return { ...shop, offerSlot, submitFor, pay, used }
}

test('of fifty submits at once for a slot of five exactly five succeed', async (t) => {
  const { offerSlot, submitFor, used } = await openSlots(t)
  const { startAt } = offerSlot(5)
  const submits = Array.from({ length: 50 }, (_, i) => submitFor(String(100 + i)))
  const outcomes = await Promise.allSettled(submits)
  const refused = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason.reason)
  assert.deepEqual(refused, Array(45).fill('SLOT_FULL'))
  assert.equal(await used(), 5)
  for (const one of outcomes) if (one.status === 'fulfilled') assert.equal(one.value.slotAt, startAt)
})

test('who finds a slot full keeps the cart, and the key is free for another time', async (t) => {
  const shop = await openSlots(t)
  const { offerSlot, submitFor } = shop
  offerSlot(1)
  await submitFor('7')
  await refuses(submitFor('8'), 'SLOT_FULL')
  const eight = { kind: 'customer', id: '8' } as const
  assert.equal((await getCart(shop.needs, '1', eight)).lines.length, 1)
  shop.neighbours.slot = undefined
  const { order } = await submitOrder(shop.needs, shop.submission({ idempotencyKey: 'key-8' }), eight)
  assert.deepEqual([order.state, order.slotAt], ['PENDING', 0])
})

test('a cancelled order gives its place back once, however often it is cancelled', async (t) => {
  const shop = await openSlots(t)
  const { offerSlot, submitFor, pay, used } = shop
  offerSlot(2)
  const order = await submitFor('7')
  await submitFor('8')
  await pay(order)
  const cancels = Array.from({ length: 10 }, () => cancelOrder(shop.needs, order.id, '', customer))
  await Promise.all(cancels)
  await cancelOrder(shop.needs, order.id, '', customer)
  assert.equal(await used(), 1)
  await submitFor('9')
  await refuses(submitFor('10'), 'SLOT_FULL')
})

test('an order that is never paid, or lacks stock, gives its place back', async (t) => {
  const shop = await openSlots(t)
  const { offerSlot, submitFor, used } = shop
  offerSlot(1)
  const order = await submitFor('7')
  shop.clock.advance(1_000_000)
  await advanceOrder(shop.needs, order.id)
  assert.equal((await getOrder(shop.needs, order.id, customer)).state, 'CANCELLED')
  assert.equal(await used(), 0)
  shop.neighbours.reserve = async () => ({ outcome: 'REJECTED', shortDishIds: ['49'] })
  offerSlot(1)
  await refuses(submitFor('8'), 'OUT_OF_STOCK')
  assert.equal(await used(), 0)
})

test('a known key answers its order though its slot is full by now', async (t) => {
  const shop = await openSlots(t)
  const { offerSlot, submitFor, used } = shop
  const { startAt } = offerSlot(1)
  const order = await submitFor('7', { deliverAt: startAt })
  const wish = shop.submission({ idempotencyKey: 'key-7', deliverAt: startAt })
  const again = await submitOrder(shop.needs, wish, customer)
  assert.deepEqual([again.order.id, again.replayed, await used()], [order.id, true, 1])
})

test('a smaller capacity takes no place away and gives none; without one there is no end', async (t) => {
  const { offerSlot, submitFor, used } = await openSlots(t)
  offerSlot(3)
  await submitFor('7')
  await submitFor('8')
  offerSlot(1)
  await refuses(submitFor('9'), 'SLOT_FULL')
  assert.equal(await used(), 2)
  offerSlot(0)
  await submitFor('10')
  assert.equal(await used(), 3)
})

test('an estimate is counted again from acceptance; a slot and a later change leave it alone', async (t) => {
  const shop = await openSlots(t)
  const { offerSlot, submitFor, pay } = shop
  const begun = shop.clock.now()
  const soon = await submitFor('7', { deliverAt: 0 })
  assert.equal(soon.estimatedAt, begun + 3_000_000)
  await pay(soon)
  shop.clock.advance(60_000)
  const accepted = await acceptOrder(shop.needs, soon.id, staff)
  assert.equal(accepted.estimatedAt, begun + 60_000 + 3_000_000)
  assert.equal((await getOrder(shop.needs, soon.id, customer)).estimatedAt, accepted.estimatedAt)

  offerSlot(5)
  const booked = await submitFor('8')
  await pay(booked)
  shop.neighbours.deliveryFeeFen = 9900
  shop.clock.advance(60_000)
  const kept = await acceptOrder(shop.needs, booked.id, staff)
  const { slotAt, estimatedAt, charges, amountFen } = booked
  assert.deepEqual(
    [kept.slotAt, kept.estimatedAt, kept.charges, kept.amountFen],
    [slotAt, estimatedAt, charges, amountFen],
  )
})

test('a quote names the fee, the estimate and why the shop would not bring it', async (t) => {
  const shop = await openSlots(t)
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  const quoted = async () => quoteCart(shop.needs, { shopId: '1', addressId: '5', deliverAt: 0 }, customer)
  shop.neighbours.deliveryFeeFen = 900
  const { quote, terms, refusal } = await quoted()
  assert.deepEqual([quote.amountFen, terms.estimatedAt, refusal], [1200, shop.clock.now() + 3_000_000, ''])
  for (const reason of ['SHOP_CLOSED', 'SLOT_MISSING', 'ADDRESS_NOT_LOCATED', 'OUT_OF_RANGE']) {
    shop.neighbours.refusal = reason
    assert.equal((await quoted()).refusal, reason)
    await refuses(submitOrder(shop.needs, shop.submission({ expectedAmountFen: 1200 }), customer), reason)
  }
})
