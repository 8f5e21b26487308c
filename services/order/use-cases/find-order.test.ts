import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { customer, openShop, rice, staff, stranger } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { findOrder } from './find-order.ts'
import { submitOrder } from './submit-order.ts'

/** A shop of the test's own, with what it takes to order there. */
async function createShop(t: TestContext) {
  const shop = await openShop()
  t.after(() => shop.close())
  return {
    needs: shop.needs,
    async submit(changes = {}) {
      await addCartItem(shop.needs, { shopId: '1', item: rice, quantity: 1 }, customer)
      return (await submitOrder(shop.needs, shop.submission(changes), customer)).order
    },
  }
}

test('an order is found by the count of the database and by its number, as it was submitted', async (t) => {
  const { needs, submit } = await createShop(t)
  const first = await submit()
  const second = await submit({ idempotencyKey: 'another', orderId: needs.ids.uuid() })
  assert.equal(second.numberId, first.numberId + 1)
  for (const by of [customer, staff]) {
    const { numberId, number } = first
    assert.equal((await findOrder(needs, { numberId, number: '' }, by)).id, first.id)
    assert.equal((await findOrder(needs, { numberId: 0, number }, by)).id, first.id)
  }
})

test('an order of somebody else is missing like one that is not there', async (t) => {
  const { needs, submit } = await createShop(t)
  const { numberId, number } = await submit()
  const missing = { reason: 'ORDER_MISSING', message: 'there is no such order' }
  for (const asked of [
    { numberId, number: '' },
    { numberId: 0, number },
  ])
    await assert.rejects(findOrder(needs, asked, stranger), missing)
  for (const asked of [
    { numberId: 999, number: '' },
    { numberId: 0, number: '' },
    { numberId: -1, number },
  ])
    await assert.rejects(findOrder(needs, asked, customer), missing)
})
