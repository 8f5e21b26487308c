import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { ReplayEventsResponseSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { complete } from '#kit/rpc/plain.ts'
import type { KitTables } from '#kit/storage/storage.ts'
import type { Order } from '../domain/order.ts'
import { replayMessage } from '../events.ts'
import { customer, openShop, rice, staff } from '../shop.fixture.ts'
import { acceptOrder } from './accept-order.ts'
import { addCartItem } from './add-cart-item.ts'
import { completeOrder } from './complete-order.ts'
import { dispatchOrder } from './dispatch-order.ts'
import { getOrder } from './get-order.ts'
import { payOrder } from './pay-order.ts'
import { rejectOrder } from './reject-order.ts'
import { replayEvents } from './replay-events.ts'
import { settleOrder } from './settle-order.ts'
import { submitOrder } from './submit-order.ts'

const system = { kind: 'system', id: 'report' } as const

type Shop = Awaited<ReturnType<typeof openShop>>

async function shopFor(t: TestContext): Promise<Shop> {
  const shop = await openShop()
  t.after(() => shop.close())
  return shop
}

async function paidOrder(shop: Shop, idempotencyKey: string): Promise<Order> {
  const { needs, clock } = shop
  await addCartItem(needs, { shopId: '1', item: rice, quantity: 1 }, customer)
  const { order } = await submitOrder(needs, shop.submission({ idempotencyKey }), customer)
  await payOrder(needs, { orderId: order.id, channel: 'WECHAT_H5', clientIp: '127.0.0.1' }, customer)
  const attemptId = (await getOrder(needs, order.id, customer)).attempt?.id ?? ''
  clock.advance(1000)
  const payment = { attemptId, amountFen: order.amountFen, paidAt: clock.now(), late: false }
  await settleOrder(needs, order.id, payment)
  return order
}

/** What was announced, by what it is called in a replay. */
async function announced(shop: Shop): Promise<Record<string, unknown[]>> {
  const rows = await shop.storage.read('outbox', (db) =>
    (db as unknown as Kysely<KitTables>).selectFrom('outbox').select(['type', 'payload']).execute(),
  )
  const told = rows.map(({ type, payload }) => {
    return { kind: type.replace(/.*\.Order/, '').toLowerCase(), event: JSON.parse(payload) as unknown }
  })
  const grouped = Map.groupBy(told, ({ kind }) => kind)
  return Object.fromEntries([...grouped].map(([kind, all]) => [kind, all.map(({ event }) => event)]))
}

test('what is replayed is what was announced, event by event', async (t) => {
  const shop = await shopFor(t)
  const { needs, clock } = shop
  const done = await paidOrder(shop, 'one')
  for (const move of [acceptOrder, dispatchOrder, completeOrder]) {
    clock.advance(1000)
    await move(needs, done.id, staff)
  }
  const turnedDown = await paidOrder(shop, 'two')
  await rejectOrder(needs, turnedDown.id, '卖完了', staff)
  clock.advance(1000)
  const page = await replayEvents(needs, '', system)
  const { nextCursor, ...replayed } = complete(ReplayEventsResponseSchema, replayMessage(page))
  assert.equal(nextCursor, '')
  assert.equal(replayed.completed[0]?.orderId, done.id)
  assert.equal(replayed.cancelled[0]?.orderId, turnedDown.id)
  assert.deepEqual(replayed, await announced(shop))
})

test('a page begins behind its cursor', async (t) => {
  const shop = await shopFor(t)
  const first = await paidOrder(shop, 'one')
  const second = await paidOrder(shop, 'two')
  const { items } = await replayEvents(shop.needs, first.id, system)
  assert.deepEqual([...new Set(items.map(({ order }) => order.id))], [second.id])
})

test('only services are told, and only behind what can be a cursor', async (t) => {
  const { needs } = await shopFor(t)
  for (const by of [customer, staff, { kind: 'anonymous' }] as const)
    await assert.rejects(replayEvents(needs, '', by), { reason: 'ROLE_MISSING' })
  await assert.rejects(replayEvents(needs, 'x', system), { reason: 'PARAMETER_INVALID' })
})
