import assert from 'node:assert/strict'
import { call, loginByPhone, newPhone, until } from '../api.ts'
import { addToCart, type Customer, expect, orderOf, paidOrder, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

async function complete({ manager }: Stage, orderId: string): Promise<void> {
  for (const verb of ['accept', 'dispatch', 'complete'])
    expect(await manager.send('POST', `/v1/orders/${orderId}/${verb}`), 200)
}

/** What the shop sees of whom an order was for. */
async function addressOf({ manager }: Stage, orderId: string) {
  return expect(await manager.get(`/v1/orders/${orderId}`), 200).body.address
}

async function readData(customer: Customer) {
  return expect(await customer.get('/v1/me/export'), 200).body
}

/** What customers tell of themselves, and what becomes of it. */
export const customers: readonly Journey[] = [
  {
    name: 'profile: what is changed stays, and the cutlery of the last order is offered again',
    async run(stage) {
      const customer = await stage.customer()
      expect(await customer.send('PATCH', '/v1/me', { name: '小明', sex: 'F' }), 200)
      const { body } = expect(await customer.send('PATCH', '/v1/me', { sex: null }), 200)
      assert.deepEqual([body.name, body.sex, body.phone], ['小明', null, customer.phone])
      expect(await customer.send('PATCH', '/v1/me', { name: ' ' }), 400, 'PROFILE_INVALID')
      const dishId = await stage.newDish(2200)
      await orderOf(stage, customer, dishId)
      await addToCart(customer, stage.shopId, dishId)
      const quote = await customer.get(`/v1/cart/quote?shopId=${stage.shopId}`)
      assert.equal(expect(quote, 200).body.cutlery, 1)
    },
  },
  {
    name: 'one’s data: profile, addresses, cart, orders, claims, refunds and messages in one answer',
    async run(stage) {
      const customer = await stage.customer()
      const dishId = await stage.newDish(2300)
      const { id } = await paidOrder(stage, customer, dishId)
      await complete(stage, id)
      const path = `/v1/orders/${id}`
      expect(await customer.send('POST', `${path}/claims`, { reason: '洒了', amountFen: 300 }, 'data'), 201)
      const wish = { amountFen: 200, reason: '少送' }
      expect(await stage.manager.send('POST', `${path}/refunds`, wish, 'data'), 201)
      await addToCart(customer, stage.shopId, dishId)
      const data = await until(
        'the messages to be there',
        () => readData(customer),
        ({ messages }) => messages.length >= 2,
      )
      assert.equal(data.profile.phone, customer.phone)
      assert.deepEqual([data.addresses.length, data.orders.length, data.nextCursor], [1, 1, null])
      assert.equal(data.orders[0].id, id)
      assert.deepEqual([data.claims[0]?.askedFen, data.refunds[0]?.amountFen], [300, 200])
      assert.equal(data.carts[0]?.lines[0]?.item.id, dishId)
      expect(await stage.manager.get('/v1/me/export'), 403)
    },
  },
  {
    name: 'account deleted: refused while an order lives, then nothing of the customer is left',
    async run(stage) {
      const { url } = stage
      const customer = await stage.customer()
      const { id } = await paidOrder(stage, customer, await stage.newDish(2400))
      expect(await customer.send('DELETE', '/v1/me'), 422, 'CUSTOMER_BUSY')
      await complete(stage, id)
      const { phone, text } = await addressOf(stage, id)
      assert.deepEqual([phone, text], [customer.phone, '北京市海淀区测试路1号'])
      const token = await customer.token()
      expect(await customer.send('DELETE', '/v1/me'), 204)
      const me = () => call(url, { method: 'GET', path: '/v1/me', token })
      await until('the session to end', me, ({ status }) => status === 401)
      await until(
        'the order to tell nobody’s name',
        () => addressOf(stage, id),
        (told) => Object.values(told).every((value) => value === '' || value === null),
      )
      const again = await loginByPhone(url, customer.phone)
      assert.notEqual(again.id, customer.id)
      assert.deepEqual(expect(await again.get('/v1/addresses'), 200).body.items, [])
    },
  },
  {
    name: 'reminder: told how long to wait, and heard again then',
    async run(stage) {
      const customer = await stage.customer()
      const { id } = await paidOrder(stage, customer, await stage.newDish(1500))
      const remind = () => customer.send('POST', `/v1/orders/${id}/remind`)
      expect(await remind(), 200)
      const soon = expect(await remind(), 429, 'REMINDED_TOO_SOON')
      const waitMs = Number(soon.body.details.retryAfterMs)
      assert.ok(waitMs > 0 && waitMs <= 500, `${waitMs} ms`)
      assert.equal(soon.headers.get('retry-after'), '1')
      await until('the pause to be over', remind, ({ status }) => status === 200)
    },
  },
  {
    name: 'first login of one phone from many clients: one customer',
    async run({ url }) {
      const phone = newPhone()
      const first = await loginByPhone(url, phone)
      const sent = await until(
        'another code',
        () => call(url, { method: 'POST', path: '/v1/phone-codes', body: { phone } }),
        ({ status }) => status === 200,
      )
      const body = { grant: 'phone', phone, code: sent.body.shownCode }
      const logins = Array.from({ length: 20 }, () =>
        call(url, { method: 'POST', path: '/v1/sessions', body }),
      )
      const opened = (await Promise.all(logins)).filter(({ status }) => status === 201)
      assert.deepEqual(
        opened.map((each) => each.body.subjectId),
        [first.id],
      )
      const wechat = { grant: 'wechat', jsCode: `demo-${phone}` }
      const others = Array.from({ length: 20 }, () =>
        call(url, { method: 'POST', path: '/v1/sessions', body: wechat }),
      )
      const subjects = (await Promise.all(others)).map((each) => expect(each, 201).body.subjectId)
      assert.equal(new Set(subjects).size, 1)
    },
  },
]
