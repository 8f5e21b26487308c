import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { listOrders } from './list-orders.ts'
import { searchShopOrders } from './search-shop-orders.ts'
import { submitOrder } from './submit-order.ts'

const anyOwn = { states: [], money: '', cursor: '' } as const
const anyOfShop = {
  ...{ states: [], number: '', phone: '', customerId: '', cursor: '' },
  beginAt: 0,
  endAt: 0,
}

type Shop = Awaited<ReturnType<typeof openShop>>

async function own({ needs }: Shop, page: number, limit: number) {
  const { items, total } = await listOrders(needs, { ...anyOwn, page, limit }, customer)
  return { ids: items.map(({ id }) => id), total }
}

async function ofShop({ needs }: Shop, page: number, limit: number) {
  const { orders, total } = await searchShopOrders(needs, '1', { ...anyOfShop, page, limit }, staff)
  return { ids: orders.map(({ id }) => id), total }
}

/** Newest first. */
async function placeMany(shop: Shop, many: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 0; n < many; n += 1) {
    await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
    const { order } = await submitOrder(shop.needs, shop.submission({ idempotencyKey: `k${n}` }), customer)
    ids.unshift(order.id)
    shop.clock.advance(1000)
  }
  return ids
}

test('250 orders are all on pages of two hundred, and on one of a thousand', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  const placed = await placeMany(shop, 250)
  for (const pageOf of [own, ofShop]) {
    const [first, second] = [await pageOf(shop, 1, 200), await pageOf(shop, 2, 200)]
    assert.deepEqual([first.ids.length, first.total], [200, 250], pageOf.name)
    assert.deepEqual([...first.ids, ...second.ids], placed, pageOf.name)
    assert.deepEqual((await pageOf(shop, 1, 1000)).ids, placed, pageOf.name)
  }
})

test('a page holds a thousand at most, a part behind a cursor a hundred', async (t) => {
  const shop = await openShop()
  t.after(() => shop.close())
  for (const pageOf of [own, ofShop]) {
    for (const [page, limit] of [
      [1, 1001],
      [0, 101],
      [35, 300],
    ] as const)
      await assert.rejects(pageOf(shop, page, limit), { kind: 'invalid' }, `${pageOf.name} ${page} ${limit}`)
    // The last hundred of ten thousand would be on it.
    assert.deepEqual((await pageOf(shop, 34, 300)).ids, [])
  }
})
