import assert from 'node:assert/strict'
import type { Storage } from '#kit/storage/storage.ts'
import { ended, newClaim } from '../../services/order/domain/claim.ts'
import { grant } from '../../services/order/domain/grant.ts'
import { move } from '../../services/order/domain/move.ts'
import type { Order } from '../../services/order/domain/order.ts'
import type { SearchQuery } from '../../services/order/domain/search.ts'
import { createAnnounce, createAnnounceAfterSales } from '../../services/order/events.ts'
import { createClaimStore } from '../../services/order/store/claims.ts'
import { createDesk } from '../../services/order/store/desk.ts'
import { createGrantStore } from '../../services/order/store/grants.ts'
import { createOrderStore } from '../../services/order/store/orders.ts'
import type { OrderTables } from '../../services/order/store/tables.ts'
import { ids, outbox } from './ask-orders.ts'
import { newestAt } from './fill-orders.ts'

const middling = '15'
const day = 86_400_000
const staff = { kind: 'employee', id: '3', shopId: middling, roles: ['manager'] } as const
const windows = { payMs: 900_000, acceptMs: 0, deliveryMs: 0, placeRetryMs: 2000 }

/** Asks everything that staff and customers ask beside an order's moves. */
export async function askAfterSales(storage: Storage<OrderTables>): Promise<void> {
  const store = createOrderStore(storage, createAnnounce(outbox))
  const page = { shopId: middling, before: '', offset: 0, money: '', limit: 20 } as const
  const completed = await store.list({ ...page, states: ['COMPLETED'] })
  const [delivering] = await store.list({ ...page, shopId: '1', states: ['DELIVERING'] })
  const fresh = completed.find(({ refunds }) => refunds.length === 0)
  const granted = completed.find(({ grants }) => grants.length > 0)
  assert.ok(fresh && granted && delivering, 'orders are on their way, and there')
  await store.find(granted.id)
  await store.listAfter(fresh.id, 100)
  await askTheDesk(storage, fresh)
  await askAboutClaims(storage, fresh)
  await askAboutGrants(storage, fresh)
  const cancelled = move(delivering, 'cancel by shop', { by: staff, at: delivering.createdAt }, windows)
  assert.ok(await store.moveOrder(cancelled))
}

const anything: Omit<SearchQuery, 'shopId'> = {
  ...{
    states: [],
    number: '',
    phone: '',
    customerId: '',
    beginAt: 0,
    endAt: 0,
    before: '',
    offset: 0,
    limit: 20,
  },
}

async function askTheDesk(storage: Storage<OrderTables>, order: Order): Promise<void> {
  const desk = createDesk(storage)
  const range = { beginAt: newestAt - day, endAt: newestAt }
  const sought: readonly Partial<SearchQuery>[] = [
    {},
    range,
    { before: order.id },
    { offset: 100 },
    { states: ['COMPLETED'], offset: 100 },
    { states: ['COMPLETED', 'CANCELLED'], ...range },
    { number: '000012', beginAt: newestAt - 366 * day },
    { phone: '0012', beginAt: newestAt - 366 * day },
    { phone: '0012', beginAt: newestAt - 366 * day, states: ['COMPLETED'] },
    { customerId: order.customerId },
    { customerId: order.customerId, states: ['COMPLETED'] },
  ]
  for (const some of sought) {
    await desk.search({ ...anything, shopId: middling, ...some })
    await desk.countFound({ ...anything, shopId: middling, ...some })
  }
  await desk.countByState(middling, ['PLACING', 'PENDING', 'CLOSING', 'PAID', 'ACCEPTED', 'DELIVERING'])
  await desk.addNote(order.id, { by: 'employee:3', text: '已联系', at: newestAt, key: 'new' }, 50)
  await desk.notesOf(order.id)
  await desk.consigneesOf(middling, [order.id])
}

async function askAboutClaims(storage: Storage<OrderTables>, order: Order): Promise<void> {
  const claims = createClaimStore(storage, createAnnounceAfterSales(outbox))
  const by = { kind: 'customer', id: order.customerId } as const
  const at = order.updatedAt
  const open = async (name: string) => {
    const wish = { reason: '洒了', lines: [], amountFen: 100, imageIds: [] }
    const key = { by: by.id, key: name, fingerprint: '' }
    const made = await claims.record(order.id, key, (found) =>
      newClaim(found, wish, { id: ids.uuid(), by, at, windowMs: day }),
    )
    assert.ok(typeof made === 'object', `the claim is ${JSON.stringify(made)}`)
    await claims.findByKey(key)
    return made
  }
  const first = await open('first')
  await claims.find(first.id)
  assert.ok(await claims.end(ended(first, { state: 'WITHDRAWN', by, at, answer: '' })))
  const second = await open('second')
  const approved = ended(second, { state: 'APPROVED', by: staff, at, answer: '' })
  const granting = { id: ids.uuid(), by: staff, at, claimId: second.id }
  const wish = { lines: [], amountFen: 100, reason: '洒了' }
  assert.ok(await claims.approve(approved, (found) => grant(found ?? order, wish, granting)))
  const page = { before: '', limit: 20 }
  await claims.list({ ...page, orderId: order.id, states: [] })
  await claims.list({ ...page, shopId: middling, states: [] })
  await claims.list({ ...page, shopId: middling, states: ['OPEN'], before: second.id })
}

async function askAboutGrants(storage: Storage<OrderTables>, order: Order): Promise<void> {
  const grants = createGrantStore(storage, createAnnounceAfterSales(outbox))
  const at = order.updatedAt
  const key = { by: 'employee:3', key: 'new', fingerprint: '' }
  const wish = { lines: [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }], amountFen: 100, reason: '洒了' }
  const made = await grants.record(order.id, key, (found) =>
    grant(found ?? order, wish, { id: ids.uuid(), by: staff, at }),
  )
  assert.ok(made)
  await grants.findByKey(key)
  await grants.stepsOf(order.id)
  await grants.retry(
    order.id,
    { n: made.n, attemptId: order.winnerId, amountFen: 100, cause: 'SURPLUS', state: 'DUE' },
    at,
  )
}
