import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { listOrders } from './list-orders.ts'
import { searchShopOrders } from './search-shop-orders.ts'
import { submitOrder } from './submit-order.ts'

const many = 250
const anyOwn = { states: [], money: '', cursor: '' } as const
const anyOfShop = {
  ...{ states: [], number: '', phone: '', customerId: '', cursor: '' },
  beginAt: 0,
  endAt: 0,
}

let shop: Awaited<ReturnType<typeof openShop>>
let placed: readonly string[]

before(async () => {
  shop = await openShop()
  const ids: string[] = []
  for (let n = 0; n < many; n += 1) {
    await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
    const { order } = await submitOrder(shop.needs, shop.submission({ idempotencyKey: `k${n}` }), customer)
    ids.unshift(order.id)
    shop.clock.advance(1000)
  }
  placed = ids
})
after(() => shop.close())

const own = async (page: number, limit: number) => {
  const { items, total } = await listOrders(shop.needs, { ...anyOwn, page, limit }, customer)
  return { ids: items.map(({ id }) => id), total }
}
const ofShop = async (page: number, limit: number) => {
  const { orders, total } = await searchShopOrders(shop.needs, '1', { ...anyOfShop, page, limit }, staff)
  return { ids: orders.map(({ id }) => id), total }
}

for (const [name, pageOf] of [
  ['own', own],
  ['shop’s', ofShop],
] as const)
  test(`the ${name} orders are all on pages of two hundred, and on one of a thousand`, async () => {
    const [first, second] = [await pageOf(1, 200), await pageOf(2, 200)]
    assert.deepEqual([first.ids.length, first.total], [200, many])
    assert.deepEqual([...first.ids, ...second.ids], placed)
    assert.deepEqual((await pageOf(1, 1000)).ids, placed)
  })

test('a page holds a thousand at most, a part behind a cursor a hundred', async () => {
  const refused = { kind: 'invalid' }
  await assert.rejects(own(1, 1001), refused)
  await assert.rejects(ofShop(1, 1001), refused)
  await assert.rejects(own(0, 101), refused)
  await assert.rejects(ofShop(0, 101), refused)
  // 9,901 to 10,000 of ten thousand are on it.
  assert.deepEqual((await own(34, 300)).ids, [])
  assert.deepEqual((await ofShop(34, 300)).ids, [])
  await assert.rejects(own(35, 300), refused)
  await assert.rejects(ofShop(35, 300), refused)
})
