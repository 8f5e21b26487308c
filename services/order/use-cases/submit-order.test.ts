import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addCartItem } from './add-cart-item.ts'
import { getCart } from './get-cart.ts'
import { getOrder } from './get-order.ts'
import { payOrder } from './pay-order.ts'
import { settleOrder } from './settle-order.ts'
import { submitOrder } from './submit-order.ts'

test('while no orders are taken nobody submits; known orders are answered and go on', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const fillCart = () => addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  await fillCart()
  const { order: known } = await submitOrder(shop.needs, shop.submission(), customer)
  await fillCart()

  const paused = { ...shop.needs, rules: () => ({ ...shop.needs.rules(), takesOrders: false }) }
  const another = shop.submission({ idempotencyKey: 'key-2' })
  await assert.rejects(submitOrder(paused, another, customer), { reason: 'ORDERING_PAUSED' })
  assert.equal((await getCart(paused, '1', customer)).lines.length, 1)

  const again = await submitOrder(paused, shop.submission(), customer)
  assert.deepEqual([again.order.id, again.replayed], [known.id, true])
  await payOrder(paused, { orderId: known.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  const attemptId = (await getOrder(paused, known.id, customer)).attempt?.id ?? ''
  const payment = { attemptId, amountFen: known.amountFen, paidAt: shop.clock.now(), late: false }
  await settleOrder(paused, known.id, payment)
  assert.equal((await acceptOrder(paused, known.id, staff)).state, 'ACCEPTED')
})

test('a press that finds the cart taken by the same press elsewhere answers the order it made', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  const faster: string[] = []
  const carts: typeof shop.needs.carts = {
    ...shop.needs.carts,
    async find(customerId, shopId) {
      const { order } = await submitOrder(shop.needs, shop.submission(), customer)
      faster.push(order.id)
      return shop.needs.carts.find(customerId, shopId)
    },
  }
  const slower = await submitOrder({ ...shop.needs, carts }, shop.submission(), customer)
  assert.deepEqual([[slower.order.id], slower.replayed], [faster, true])
  const another = shop.submission({ idempotencyKey: 'key-2' })
  await assert.rejects(submitOrder(shop.needs, another, customer), { reason: 'CART_EMPTY' })
})
