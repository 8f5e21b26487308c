import assert from 'node:assert/strict'
import { call, newKey } from '../api.ts'
import { addToCart, expect, find, orderOf, paidOrder, reaches, submission } from '../stage.ts'
import type { Journey } from './journey.ts'

/** From the cart to an order. */
export const placing: readonly Journey[] = [
  {
    name: 'happy path: from the menu to the door',
    async run(stage) {
      const { shopId, manager } = stage
      const customer = await stage.customer()
      const menu = expect(await call(stage.url, { method: 'GET', path: `/v1/shops/${shopId}/menu` }), 200)
      assert.ok(menu.body.categories.length > 0)
      const order = await paidOrder(stage, customer, await stage.newDish(3800, 5))
      for (const [verb, state] of [
        ['accept', 'ACCEPTED'],
        ['dispatch', 'DELIVERING'],
        ['complete', 'COMPLETED'],
      ] as const)
        assert.equal(
          expect(await manager.send('POST', `/v1/orders/${order.id}/${verb}`), 200).body.state,
          state,
        )
      const done = await find(customer, order.id)
      assert.deepEqual(
        (done.history as { to: string }[]).map(({ to }) => to),
        ['PLACING', 'PENDING', 'PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED'],
      )
    },
  },
  {
    name: 'double press: the same key answers the same order, marked as replayed',
    async run(stage) {
      const customer = await stage.customer()
      await addToCart(customer, stage.shopId, await stage.newDish(2000))
      const body = await submission(customer, stage.shopId)
      const key = newKey()
      const first = expect(await customer.send('POST', '/v1/orders', body, key), 201)
      const second = expect(await customer.send('POST', '/v1/orders', body, key), 200)
      assert.equal(second.body.id, first.body.id)
      assert.equal(second.headers.get('idempotent-replayed'), 'true')
      expect(await customer.send('POST', '/v1/orders', { ...body, remark: '别的' }, key), 422, 'KEY_REUSED')
    },
  },
  {
    name: 'simultaneous double press: twenty presses make one order',
    async run(stage) {
      const customer = await stage.customer()
      await addToCart(customer, stage.shopId, await stage.newDish(2000))
      const body = await submission(customer, stage.shopId)
      const key = newKey()
      const presses = Array.from({ length: 20 }, () => customer.send('POST', '/v1/orders', body, key))
      const answers = await Promise.all(presses)
      for (const answer of answers)
        assert.ok(answer.status === 200 || answer.status === 201, String(answer.status))
      assert.equal(new Set(answers.map(({ body: { id } }) => id)).size, 1)
      assert.equal(answers.filter(({ status }) => status === 201).length, 1)
      const orders = expect(await customer.get('/v1/orders?limit=100'), 200)
      assert.equal(orders.body.items.length, 1)
    },
  },
  {
    name: 'empty cart: nothing is ordered',
    async run(stage) {
      const customer = await stage.customer()
      const body = {
        shopId: stage.shopId,
        addressId: customer.addressId,
        expectedAmountFen: 600,
        remark: '',
        cutlery: 0,
      }
      expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'CART_EMPTY')
    },
  },
  {
    name: 'short stock: the customer is told and nothing is held',
    async run(stage) {
      const customer = await stage.customer()
      const dish = await stage.newDish(2000, 1)
      await addToCart(customer, stage.shopId, dish, 2)
      const body = await submission(customer, stage.shopId)
      const answer = expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'OUT_OF_STOCK')
      await reaches(customer, answer.body.details.orderId, 'CANCELLED')
      const second = await orderOf(stage, await stage.customer(), dish)
      assert.equal(second.state, 'PENDING')
    },
  },
  {
    name: 'closed shop: browsing yes, ordering no',
    async run(stage) {
      const { manager, shopId } = stage
      const customer = await stage.customer()
      await addToCart(customer, shopId, await stage.newDish(2000))
      const body = await submission(customer, shopId)
      expect(await manager.send('PUT', `/v1/shops/${shopId}/open`, { open: false }), 200)
      try {
        expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'SHOP_CLOSED')
        expect(await call(stage.url, { method: 'GET', path: `/v1/shops/${shopId}/menu` }), 200)
      } finally {
        expect(await manager.send('PUT', `/v1/shops/${shopId}/open`, { open: true }), 200)
      }
      expect(await customer.send('POST', '/v1/orders', body, newKey()), 201)
    },
  },
  {
    name: 'stopped dish: it cannot be added, and a cart that holds it cannot be ordered',
    async run(stage) {
      const customer = await stage.customer()
      const dish = await stage.newDish(2000)
      await addToCart(customer, stage.shopId, dish)
      const body = await submission(customer, stage.shopId)
      expect(await stage.manager.send('PUT', `/v1/dishes/${dish}/on-sale`, { onSale: false }), 200)
      expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'ITEM_NOT_SOLD')
      const again = { shopId: stage.shopId, item: { kind: 'DISH', id: dish, options: [] }, quantity: 1 }
      expect(await customer.send('POST', '/v1/cart/items', again), 422, 'ITEM_NOT_SOLD')
    },
  },
  {
    name: 'changed price: the customer confirms it first',
    async run(stage) {
      const customer = await stage.customer()
      const dish = await stage.newDish(2000)
      await addToCart(customer, stage.shopId, dish)
      const body = await submission(customer, stage.shopId)
      const {
        id: _,
        shopId: __,
        onSale: ___,
        version: ____,
        createdAt: _____,
        updatedAt: ______,
        ...fields
      } = expect(await stage.manager.get(`/v1/dishes/${dish}`), 200).body
      expect(await stage.manager.send('PUT', `/v1/dishes/${dish}`, { ...fields, priceFen: 2100 }), 200)
      const refusal = expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'PRICE_CHANGED')
      assert.equal(refusal.body.details.amountFen, String(body.expectedAmountFen + 100))
      const confirmed = { ...body, expectedAmountFen: body.expectedAmountFen + 100 }
      expect(await customer.send('POST', '/v1/orders', confirmed, newKey()), 201)
    },
  },
  {
    name: 'foreign order id: answered like one that does not exist',
    async run(stage) {
      const order = await orderOf(stage, await stage.customer(), await stage.newDish(2000))
      const stranger = await stage.customer()
      const absent = '019ab000-0000-7000-8000-00000000002a'
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['POST', '/cancel', { note: '' }],
        ['POST', '/remind', undefined],
        ['POST', '/reorder', undefined],
      ] as const) {
        const foreign = expect(
          await stranger.send(method, `/v1/orders/${order.id}${path}`, body, newKey()),
          404,
          'ORDER_MISSING',
        )
        const missing = expect(
          await stranger.send(method, `/v1/orders/${absent}${path}`, body, newKey()),
          404,
          'ORDER_MISSING',
        )
        assert.equal(foreign.body.detail, missing.body.detail)
      }
    },
  },
  {
    name: 'foreign address: it cannot be delivered to',
    async run(stage) {
      const customer = await stage.customer()
      const stranger = await stage.customer()
      await addToCart(customer, stage.shopId, await stage.newDish(2000))
      const body = { ...(await submission(customer, stage.shopId)), addressId: stranger.addressId }
      expect(await customer.send('POST', '/v1/orders', body, newKey()), 422, 'ADDRESS_UNUSABLE')
    },
  },
]
