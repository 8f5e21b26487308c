import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { customer, openShop, rice, staff, stranger } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { findOrder } from './find-order.ts'
import { submitOrder } from './submit-order.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

async function submit(changes = {}) {
  await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  return (await submitOrder(shop.needs, shop.submission(changes), customer)).order
}

test('an order is found by the count of the database and by its number, as it was submitted', async () => {
  const first = await submit()
  const second = await submit({ idempotencyKey: 'another', orderId: shop.needs.ids.uuid() })
  assert.equal(second.numberId, first.numberId + 1)
  for (const by of [customer, staff]) {
    const { numberId, number } = first
    assert.equal((await findOrder(shop.needs, { numberId, number: '' }, by)).id, first.id)
    assert.equal((await findOrder(shop.needs, { numberId: 0, number }, by)).id, first.id)
  }
})

test('an order of somebody else is missing like one that is not there', async () => {
  const { numberId, number } = await submit()
  const missing = { reason: 'ORDER_MISSING', message: 'there is no such order' }
  for (const asked of [
    { numberId, number: '' },
    { numberId: 0, number },
  ])
    await assert.rejects(findOrder(shop.needs, asked, stranger), missing)
  for (const asked of [
    { numberId: 999, number: '' },
    { numberId: 0, number: '' },
    { numberId: -1, number },
  ])
    await assert.rejects(findOrder(shop.needs, asked, customer), missing)
})
