import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Order } from '../domain/order.ts'
import { customer, openShop, rice } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { cancelOrder } from './cancel-order.ts'
import { getOrder } from './get-order.ts'
import { listOrders } from './list-orders.ts'
import { payOrder } from './pay-order.ts'
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

async function pay({ id, amountFen }: Order): Promise<void> {
  await payOrder(shop.needs, { orderId: id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  const attemptId = (await getOrder(shop.needs, id, customer)).attempt?.id ?? ''
  await settleOrder(shop.needs, id, { attemptId, amountFen, paidAt: shop.clock.now(), late: false })
}

const anyOwn = { states: [], money: '', cursor: '', page: 0 } as const

test('pages go from newest to oldest without gap or repeat', async () => {
  const made: string[] = []
  for (let n = 0; n < 5; n++) {
    made.unshift((await submit({ idempotencyKey: `k${n}` })).id)
    await fillCart()
    shop.clock.advance(1000)
  }
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = await listOrders(shop.needs, { ...anyOwn, cursor, limit: 2 }, customer)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
    if (cursor === '') break
  }
  assert.deepEqual(seen, made)
  for (const limit of [0, 101])
    await assert.rejects(listOrders(shop.needs, { ...anyOwn, limit }, customer), {
      reason: 'PARAMETER_INVALID',
    })
})

test('a page has its place and a total; unpaid, paid and returned are told apart', async () => {
  const made: string[] = []
  for (const becomes of ['paid', 'cancelled', 'pending']) {
    const order = await submit({ idempotencyKey: becomes })
    made.unshift(order.id)
    if (becomes !== 'pending') await pay(order)
    if (becomes === 'cancelled') await cancelOrder(shop.needs, order.id, '', customer)
    await fillCart()
    shop.clock.advance(1000)
  }
  const own = async (wish: object) => {
    const { items, total } = await listOrders(shop.needs, { ...anyOwn, page: 1, limit: 2, ...wish }, customer)
    return [total, ...items.map(({ id }) => made.indexOf(id))]
  }
  assert.deepEqual(await own({}), [3, 0, 1])
  assert.deepEqual(await own({ page: 2 }), [3, 2])
  assert.deepEqual(await own({ page: 3 }), [3])
  assert.deepEqual(await own({ states: ['PENDING', 'PAID'] }), [2, 0, 2])
  assert.deepEqual(await own({ money: 'UNPAID' }), [1, 0])
  assert.deepEqual(await own({ money: 'PAID' }), [1, 2])
  assert.deepEqual(await own({ money: 'RETURNED' }), [1, 1])
  await refuses(own({ page: 5001 }), 'PARAMETER_INVALID')
  await refuses(own({ cursor: made[0] }), 'PARAMETER_INVALID')
})
