import assert from 'node:assert/strict'
import { systemClock } from '#kit/clock.ts'
import { createIds } from '#kit/ids.ts'
import { createOutbox } from '#kit/messaging/outbox.ts'
import { createOutboxRows } from '#kit/messaging/outbox-rows.ts'
import { systemRandom } from '#kit/random.ts'
import type { Storage } from '#kit/storage/storage.ts'
import { createTimerRows } from '#kit/timers/rows.ts'
import { newExport } from '../../services/order/domain/export.ts'
import { move } from '../../services/order/domain/move.ts'
import type { Order } from '../../services/order/domain/order.ts'
import { createAnnounce, createAnnounceForgotten } from '../../services/order/events.ts'
import { createCartStore } from '../../services/order/store/carts.ts'
import { createCustomerStore } from '../../services/order/store/closed-customers.ts'
import { createExportStore } from '../../services/order/store/exports.ts'
import { createOrderStore } from '../../services/order/store/orders.ts'
import type { OrderTables } from '../../services/order/store/tables.ts'
import { newestAt, slotEveryMs } from './fill-orders.ts'

export const ids = createIds(systemClock, systemRandom)
export const outbox = createOutbox({ clock: systemClock, ids })

const windows = { payMs: 900_000, acceptMs: 0, deliveryMs: 0, placeRetryMs: 2000 }
const by = { kind: 'system', id: 'order' } as const
/** Who has ordered most. */
const regular = '1'
/** A shop with a small share of all orders, as every shop of a large platform has. */
const middling = '15'
/** Slots of the filled installation, counted back from its end. */
const slotAt = (n: number) => newestAt - n * slotEveryMs
const page = { limit: 20, offset: 0, before: '', money: '' } as const

/** Asks everything that customers, shops and timers ask of the order service's tables. */
export async function askOrders(storage: Storage<OrderTables>): Promise<void> {
  const store = createOrderStore(storage, createAnnounce(outbox))
  const [completed] = await store.list({ ...page, customerId: regular, states: ['COMPLETED'] })
  assert.ok(completed, 'the regular customer has orders')
  await store.list({ ...page, customerId: regular, states: [] })
  await store.list({ ...page, customerId: regular, states: [], before: completed.id })
  await store.list({ ...page, customerId: regular, states: ['PAID', 'ACCEPTED', 'DELIVERING'] })
  const paid = { ...page, customerId: regular, states: [], offset: 40, money: 'PAID' } as const
  await store.list(paid)
  await store.count(paid)
  await store.count({ ...page, customerId: regular, states: ['COMPLETED', 'CANCELLED'] })
  await store.list({ ...page, shopId: middling, states: [] })
  await store.list({ ...page, shopId: middling, states: ['CANCELLED'] })
  await store.list({ ...page, shopId: middling, states: ['DELIVERING', 'CANCELLED'], before: completed.id })
  await store.find(completed.id)
  await store.slotsUsed('1', slotAt(96), slotAt(1))
  await store.findNumbered(7, '')
  await store.findNumbered(0, completed.number)
  await store.listAfter(completed.id, 20)
  await store.findCutlery(regular)
  await askAboutMoves(store)
  await askAboutCarts(storage, completed)
  await askAboutExports(storage, completed)
  await askByTheKit(storage)
  await askAboutCustomers(storage, completed.updatedAt)
}

type Store = ReturnType<typeof createOrderStore>

async function askAboutMoves(store: Store): Promise<void> {
  const [pending] = await store.list({ ...page, shopId: '1', states: ['PENDING'] })
  const [paid, unwanted] = await store.list({ ...page, shopId: '1', states: ['PAID'] })
  assert.ok(pending && paid && unwanted, 'the shop has orders that wait')
  const occasion = { by, at: pending.createdAt + 1000 }
  const payment = { attemptId: 'x', amountFen: 2700, paidAt: occasion.at, late: false }
  const duty = { attemptId: 'x', amountFen: 100, cause: 'CANCELLED' } as const
  assert.ok(
    (await store.recordAttempt(pending.id, { n: 2, id: 'x', channel: 'WECHAT_H5', closed: false })) || true,
  )
  await store.recordAttemptClosed(pending.id, 'x')
  assert.ok(await store.recordReminder(paid, occasion.at, 0))
  await store.wake(paid, occasion.at)
  const accepted = move({ ...paid, revision: paid.revision + 1 }, 'accept', occasion, windows)
  assert.ok(await store.moveOrder({ ...accepted, duty }, payment))
  const booked = { ...unwanted, slotAt: slotAt(1) }
  const cancelled = { ...move(booked, 'cancel by shop', occasion, windows), event: null }
  assert.ok(await store.moveOrder(cancelled))
  await store.recordRefund(paid.id, { ...duty, cause: 'LATE' as 'CANCELLED' }, payment, occasion.at)
  await store.recordRefundState(paid.id, { attemptId: 'x', n: 1, state: 'REQUESTED', at: occasion.at })
  await store.recordStockSettled(paid.id)
}

async function askAboutCarts(storage: Storage<OrderTables>, like: Order): Promise<void> {
  const store = createOrderStore(storage, createAnnounce(outbox))
  const carts = createCartStore(storage)
  const item = { kind: 'DISH', id: '9', options: [] } as const
  await carts.add(regular, '1', [{ item, quantity: 1 }])
  const { lines } = await carts.add(regular, '1', [{ item, quantity: 1 }])
  await carts.list(regular)
  const { version } = await carts.setLine(regular, lines[0]?.id ?? '', 3)
  const order = {
    ...like,
    id: ids.uuid(),
    number: 'NEW',
    customerId: regular,
    shopId: '1',
    slotAt: slotAt(1),
  }
  const recorded = {
    key: 'new',
    fingerprint: '',
    cartVersion: version,
    wakeAt: order.createdAt,
    slotCapacity: 0,
  }
  assert.ok(await store.recordSubmission(order, recorded))
  await store.findByKey(regular, 'new', '')
  await carts.drop(regular, '1', ['1', '2'])
  await carts.clear(regular, '1')
}

async function askAboutCustomers(storage: Storage<OrderTables>, at: number): Promise<void> {
  const gone = createCustomerStore(storage, createAnnounceForgotten(outbox))
  await assert.rejects(gone.closeCustomer(regular, at), { reason: 'CUSTOMER_BUSY' })
  await gone.closeCustomer('nobody', at)
  await gone.closeForGood('77', at)
  await gone.forgetOrders('77', at, 0)
}

async function askAboutExports(storage: Storage<OrderTables>, last: Order): Promise<void> {
  const exports = createExportStore(storage)
  const wish = {
    shopId: middling,
    beginAt: 0,
    endAt: last.createdAt,
    language: 'zh',
    idempotencyKey: 'k',
  } as const
  const at = last.createdAt
  const begun = newExport(wish, { id: ids.uuid(), timeZone: 'Asia/Shanghai', createdAt: at, expiresAt: at })
  const [, second] = await exports.readPage(begun, 500)
  assert.ok(second, 'the shop has orders to export')
  await exports.readPage({ ...begun, cursor: second.id }, 500)
}

/** What the relay, the timers and the inbox ask, in every service's database. */
async function askByTheKit(storage: Storage<OrderTables>): Promise<void> {
  const rows = createOutboxRows(storage)
  const due = await rows.due(systemClock.now(), 100)
  await rows.settle([{ settled: due.slice(1), refused: due.slice(0, 1), nextAt: systemClock.now() + 1000 }])
  const owned = createOutboxRows(storage, 'this process')
  await owned.due(systemClock.now(), 100)
  const adopted = await owned.adopt(systemClock.now(), Number.MAX_SAFE_INTEGER, 100)
  assert.ok(adopted > 0, 'others have left messages')
  const timers = createTimerRows(storage)
  await timers.strangeKinds(['order', 'export', 'export-expiry'], systemClock.now())
  const earliest = await timers.earliest(['order', 'export', 'export-expiry'], systemClock.now(), 33)
  const claimed = await timers.claim(earliest, systemClock.now() + 60_000)
  const [first, second] = claimed
  assert.ok(first && second, 'timers are due')
  await timers.remove(first)
  await timers.putOff(second, systemClock.now() + 1000)
}
