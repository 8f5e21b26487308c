import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { Person } from '../domain/person.ts'
import type { SearchWish } from '../domain/search.ts'
import { dispatchedOrder, paidOrder } from '../life.fixture.ts'
import { customer, openShop, staff, stranger } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addOrderNote } from './add-order-note.ts'
import { cancelOrder } from './cancel-order.ts'
import { countShopOrders } from './count-shop-orders.ts'
import { getOrder } from './get-order.ts'
import { listConsignees } from './list-consignees.ts'
import { listOrderNotes } from './list-order-notes.ts'
import { searchShopOrders } from './search-shop-orders.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const anything: SearchWish = {
  ...{
    states: [],
    number: '',
    phone: '',
    customerId: '',
    beginAt: 0,
    endAt: 0,
    cursor: '',
    page: 0,
    limit: 20,
  },
}
const search = (wish: Partial<SearchWish>) =>
  searchShopOrders(shop.needs, '1', { ...anything, ...wish }, staff)
const found = async (wish: Partial<SearchWish>) => (await search(wish)).orders.map(({ id }) => id)

test('orders are found by part of the number, part of the phone, time and state', async () => {
  const first = await paidOrder(shop)
  shop.clock.advance(3_600_000)
  const second = await dispatchedOrder(shop)
  assert.deepEqual(await found({}), [second.id, first.id])
  assert.deepEqual(await found({ number: first.number }), [first.id])
  assert.deepEqual(await found({ number: first.number.slice(-5).toLowerCase() }), [first.id])
  assert.deepEqual(await found({ phone: '0001' }), [second.id, first.id])
  assert.deepEqual(await found({ phone: '13911' }), [])
  assert.deepEqual(await found({ states: ['DELIVERING', 'PENDING'] }), [second.id])
  assert.deepEqual(await found({ states: ['PAID'], phone: '138' }), [first.id])
  assert.deepEqual(await found({ states: ['PAID', 'DELIVERING'], page: 2, limit: 1 }), [first.id])
  assert.deepEqual(await found({ beginAt: second.createdAt }), [second.id])
  assert.deepEqual(await found({ endAt: second.createdAt, phone: '138' }), [first.id])
  for (const number of ['名', '%', '_']) assert.deepEqual(await found({ number }), [])
})

test('the orders of one customer are found alone, in any state or in some', async () => {
  const first = await paidOrder(shop)
  const second = await dispatchedOrder(shop)
  const { id: customerId } = customer
  assert.deepEqual(await found({ customerId }), [second.id, first.id])
  assert.deepEqual(await found({ customerId, states: ['PAID'] }), [first.id])
  assert.deepEqual(await found({ customerId, number: second.number }), [second.id])
  assert.deepEqual((await search({ customerId, page: 1 })).total, 2)
  assert.deepEqual(await found({ customerId: stranger.id }), [])
  assert.deepEqual((await search({ customerId: stranger.id, page: 1 })).total, 0)
})

test('staff are told to whom orders of their shop went, with phones that nobody can call', async () => {
  const { id } = await paidOrder(shop)
  const consignees = (by = staff as Person, ids = [id], shopId = '1') =>
    listConsignees(shop.needs, shopId, ids, by)
  assert.deepEqual(await consignees(), [{ orderId: id, name: '张三', phone: '138****0001' }])
  assert.deepEqual(await consignees(staff, []), [])
  assert.deepEqual(await consignees({ ...staff, shopId: '2' }, [id], '2'), [])
  for (const by of [customer, { ...staff, shopId: '2' }, { kind: 'anonymous' }] as const)
    await assert.rejects(consignees(by), { reason: 'ORDER_MISSING' })
  await assert.rejects(consignees(staff, Array(101).fill(id)), { reason: 'PARAMETER_INVALID' })
})

test('a text is looked for a year back, and further back where a time is said', async () => {
  const { id, number, createdAt } = await paidOrder(shop)
  const year = 366 * 86_400_000
  shop.clock.advance(year)
  assert.deepEqual(await found({ number }), [id])
  shop.clock.advance(1)
  assert.deepEqual([await found({ number }), await found({ phone: '138' })], [[], []])
  assert.deepEqual(await found({ number, beginAt: createdAt }), [id])
  assert.deepEqual(await found({ number, endAt: createdAt + 1 }), [id])
  assert.deepEqual(await found({}), [id])
})

test('what was found is told by cursor, or page by page with a total', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    ids.unshift((await paidOrder(shop)).id)
    shop.clock.advance(1)
  }
  const { orders, next } = await search({ limit: 3 })
  assert.deepEqual([...orders.map(({ id }) => id), ...(await found({ limit: 3, cursor: next }))], ids)
  const page = await search({ limit: 2, page: 3, phone: '138' })
  assert.deepEqual([page.orders.map(({ id }) => id), page.total, page.next], [ids.slice(4), 5, ''])
  assert.deepEqual([(await search({ limit: 2, page: 4 })).orders.length], [0])
})

test('a search without sense is refused, and so is that of a stranger', async () => {
  for (const wrong of [
    { limit: 0 },
    { limit: 101 },
    { page: -1 },
    { page: 501 },
    { page: 1, cursor: '019ab000-0000-7000-8000-00000000002a' },
    { beginAt: 2, endAt: 1 },
    { beginAt: -1 },
    { number: '1'.repeat(33) },
    { phone: '1'.repeat(21) },
    { customerId: '1'.repeat(21) },
  ])
    await assert.rejects(search(wrong), { reason: 'SEARCH_INVALID' })
  await assert.rejects(search({ cursor: "'" }), { reason: 'PARAMETER_INVALID' })
  const asking = searchShopOrders(shop.needs, '1', anything, { ...staff, shopId: '2' })
  await assert.rejects(asking, { reason: 'ORDER_MISSING' })
})

test('a shop counts its orders by where they stand', async () => {
  await paidOrder(shop)
  await paidOrder(shop)
  await dispatchedOrder(shop)
  const counts = await countShopOrders(shop.needs, '1', staff)
  const told = counts.filter(({ orders }) => orders > 0)
  assert.deepEqual(told, [
    { state: 'PAID', orders: 2 },
    { state: 'DELIVERING', orders: 1 },
  ])
  await assert.rejects(countShopOrders(shop.needs, '1', customer), { reason: 'ORDER_MISSING' })
})

test('of twenty who accept at once one does, and the others are told who and when', async () => {
  const { id } = await paidOrder(shop)
  const people = Array.from({ length: 20 }, (_, i) => ({ ...staff, id: String(i + 10) }))
  const answers = await Promise.allSettled(people.map((by) => acceptOrder(shop.needs, id, by)))
  const accepted = answers.filter(({ status }) => status === 'fulfilled')
  const { history, estimatedAt } = await getOrder(shop.needs, id, customer)
  const { by, at = 0 } = history.find(({ to }) => to === 'ACCEPTED') ?? {}
  assert.equal(accepted.length, 1)
  for (const answer of answers)
    if (answer.status === 'rejected') {
      assert.equal(answer.reason.reason, 'ORDER_ALREADY_ACCEPTED')
      assert.deepEqual(answer.reason.details, { state: 'ACCEPTED', by, atMs: String(at) })
    }
  assert.ok(estimatedAt > at)
})

test('whoever accepts may say how long it takes', async () => {
  const { id } = await paidOrder(shop)
  await assert.rejects(acceptOrder(shop.needs, id, staff, 601), { reason: 'PARAMETER_INVALID' })
  const { estimatedAt, updatedAt } = await acceptOrder(shop.needs, id, staff, 25)
  assert.equal(estimatedAt - updatedAt, 25 * 60_000)
  assert.equal((await getOrder(shop.needs, id, customer)).estimatedAt, estimatedAt)
})

test('after acceptance a customer is told whom to call, even where the catalog is away', async () => {
  const { id } = await dispatchedOrder(shop)
  const refusal = { reason: 'CANCEL_BY_PHONE', details: { state: 'DELIVERING', shopId: '1' } }
  const told = { ...refusal, details: { ...refusal.details, phone: '010-88889999' } }
  await assert.rejects(cancelOrder(shop.needs, id, '', customer), told)
  const catalog = { ...shop.needs.catalog, phoneOf: () => Promise.reject(new Error('away')) }
  const silent = { ...refusal, details: { ...refusal.details, phone: '' } }
  await assert.rejects(cancelOrder({ ...shop.needs, catalog }, id, '', customer), silent)
})

test('staff tell each other of an order, numbered, once per key, and the customer never hears', async () => {
  const { id } = await paidOrder(shop)
  const add = (n: number) =>
    addOrderNote(shop.needs, { orderId: id, text: `备注${n}`, idempotencyKey: `n-${n}` }, staff)
  await Promise.all([0, 1, 2, 0, 1, 2].map(add))
  const notes = await listOrderNotes(shop.needs, id, staff)
  assert.deepEqual(
    notes.map(({ n, by }) => [n, by]),
    [1, 2, 3].map((n) => [n, 'employee:3']),
  )
  const wish = { orderId: id, text: '别的', idempotencyKey: 'n-0' }
  await assert.rejects(addOrderNote(shop.needs, wish, staff), { reason: 'KEY_REUSED' })
  await assert.rejects(addOrderNote(shop.needs, { ...wish, text: '' }, staff), { reason: 'NOTE_INVALID' })
  await assert.rejects(addOrderNote(shop.needs, wish, customer), { reason: 'ORDER_MISSING' })
  await assert.rejects(listOrderNotes(shop.needs, id, customer), { reason: 'ORDER_MISSING' })
  for (let n = 3; n < 50; n++) await add(n)
  await assert.rejects(add(50), { reason: 'NOTES_FULL' })
})
