import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Fault } from '#kit/fault.ts'
import type { Item } from '../domain/pricing.ts'
import { customer, openShop, rice, stranger } from '../shop.fixture.ts'
import { addCartItem } from './add-cart-item.ts'
import { getCart } from './get-cart.ts'
import { listCarts } from './list-carts.ts'
import { quoteCart } from './quote-cart.ts'
import { submitOrder } from './submit-order.ts'
import { takeCartItem } from './take-cart-item.ts'

const mild = { group: '辣度', choice: '不辣' }
const tofu = { group: '加料', choice: '豆腐' }
const fish = { id: '46', options: [mild, tofu] }
type Chosen = Pick<Item, 'id' | 'options'>

async function openCart(t: TestContext) {
  const shop = await openShop()
  t.after(() => shop.close())
  const { needs } = shop
  return {
    ...shop,
    add: (chosen: Chosen, quantity = 1) =>
      addCartItem(needs, { shopId: '1', item: { kind: 'DISH', ...chosen }, quantity }, customer),
    find: () => getCart(needs, '1', customer),
    quote: () => quoteCart(needs, { shopId: '1', addressId: '', deliverAt: 0 }, customer),
  }
}

test('a customer’s carts are those that hold anything, of every shop', async (t) => {
  const { needs, add } = await openCart(t)
  assert.deepEqual(await listCarts(needs, customer), [])
  await add(rice)
  await add(rice)
  const carts = await listCarts(needs, customer)
  assert.deepEqual(
    carts.map(({ shopId, lines }) => [shopId, lines.map(({ quantity }) => quantity)]),
    [['1', [2]]],
  )
  assert.deepEqual(await listCarts(needs, stranger), [])
})

test('one dish added twenty times at once is one line, whatever the order of its options', async (t) => {
  const shop = await openCart(t)
  const turned = { ...fish, options: [tofu, mild] }
  await Promise.all(Array.from({ length: 20 }, (_, at) => shop.add(at % 2 ? fish : turned)))
  const cart = await shop.find()
  assert.deepEqual(
    cart.lines.map(({ quantity }) => quantity),
    [20],
  )
  assert.equal(cart.version, 20, 'each of them is a change that a submit would notice')
  const rows = await shop.storage.read('rows', (db) => db.selectFrom('cart_line').selectAll().execute())
  assert.deepEqual(
    rows.map(({ item_id, quantity }) => [item_id, quantity]),
    [['46', 20]],
  )
})

test('other options are another line', async (t) => {
  const shop = await openCart(t)
  await shop.add(fish)
  await shop.add({ ...fish, options: [mild] })
  await shop.add({ ...fish, options: [] })
  assert.equal((await shop.find()).lines.length, 3)
})

test('a line whose options no longer fit is named, costs nothing and stays in the cart', async (t) => {
  const shop = await openCart(t)
  await shop.add(fish, 2)
  shop.neighbours.itemRefusal = 'OPTION_INVALID'
  const { quote: quoted, refusal } = await shop.quote()
  assert.deepEqual(
    quoted.lines.map((line) => [line.item.options.length, line.quantity, line.refusal]),
    [[2, 2, 'OPTION_INVALID']],
  )
  assert.deepEqual([quoted.goodsFen, refusal], [0, 'ITEM_NOT_SOLD'])
  await assert.rejects(submitOrder(shop.needs, shop.submission(), customer), { reason: 'ITEM_NOT_SOLD' })
  shop.neighbours.itemRefusal = ''
  const later = await shop.quote()
  assert.deepEqual([later.quote.goodsFen, later.refusal], [400, ''])
})

test('what is not served at that time is refused, and stays in the cart', async (t) => {
  const shop = await openCart(t)
  await shop.add(rice)
  shop.neighbours.itemRefusal = 'NOT_MEALTIME'
  const { quote: quoted, refusal } = await shop.quote()
  assert.deepEqual([quoted.lines[0]?.refusal, refusal], ['NOT_MEALTIME', 'ITEM_NOT_SOLD'])
  await assert.rejects(submitOrder(shop.needs, shop.submission(), customer), { reason: 'ITEM_NOT_SOLD' })
  assert.equal((await shop.find()).lines.length, 1)
})

test('a quote names what there is too little of and lets the order try', async (t) => {
  const shop = await openCart(t)
  await shop.add(rice, 3)
  shop.neighbours.available = async () => new Map([['49', 2]])
  const { quote: quoted, refusal } = await shop.quote()
  assert.deepEqual([quoted.lines[0]?.available, refusal], [2, 'OUT_OF_STOCK'])
  const wish = shop.submission({ expectedAmountFen: quoted.amountFen })
  const { order } = await submitOrder(shop.needs, wish, customer)
  assert.equal(order.state, 'PENDING', 'only the reservation decides')
})

test('a quote without an answer of the stock is one without advice', async (t) => {
  const shop = await openCart(t)
  await shop.add(rice)
  shop.neighbours.available = () => Promise.reject(new Fault('unavailable', 'UNREACHABLE', ''))
  const { quote: quoted, refusal } = await shop.quote()
  assert.deepEqual([quoted.lines[0]?.available, refusal], [undefined, ''])
})

test('what is taken is taken from its own line, which goes with the last piece', async (t) => {
  const shop = await openCart(t)
  await shop.add(fish, 3)
  const take = (options: Item['options'], quantity: number) =>
    takeCartItem(shop.needs, { shopId: '1', item: { kind: 'DISH', id: '46', options }, quantity }, customer)
  const left = async () => (await shop.find()).lines.map(({ quantity }) => quantity)
  await take([mild], 1)
  assert.deepEqual(await left(), [3], 'that is another line')
  await take([tofu, mild], 1)
  assert.deepEqual(await left(), [2])
  await Promise.all(Array.from({ length: 5 }, () => take(fish.options, 1)))
  assert.deepEqual(await left(), [])
})

test('a line goes with its dish when the dish is deleted, and nothing nameless is left', async (t) => {
  const shop = await openCart(t)
  await shop.add(rice, 2)
  await shop.add(fish)
  shop.neighbours.deleted.add(rice.id)
  const { cart, quote: quoted, refusal } = await shop.quote()
  const ids = (lines: readonly { item: Item }[]) => lines.map(({ item }) => item.id)
  assert.deepEqual([ids(quoted.lines), ids(cart.lines)], [[fish.id], [fish.id]])
  assert.deepEqual([quoted.goodsFen, refusal], [200, ''])
  const left = await shop.find()
  assert.deepEqual([ids(left.lines), left.version], [[fish.id], cart.version])
  shop.neighbours.deleted.add(fish.id)
  assert.equal((await shop.quote()).refusal, 'CART_EMPTY')
})

test('what was deleted since the cart was read is not ordered silently without', async (t) => {
  const shop = await openCart(t)
  await shop.add(rice)
  await shop.add(fish)
  shop.neighbours.deleted.add(rice.id)
  await assert.rejects(submitOrder(shop.needs, shop.submission(), customer), { reason: 'ITEM_NOT_SOLD' })
})
