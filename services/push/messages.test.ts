import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
  OrderRemindedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { MessageKind, MessageStatus } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { CustomerDeletedSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { manualClock } from '#kit/clock.ts'
import type { Envelope } from '#kit/messaging/bus.ts'
import { createRig, customer, messageOf, order, type Rig, staff, summary } from './push.fixture.ts'

const minute = 60_000
/** 2026-06-01 12:00 in Shanghai. */
const noon = Date.UTC(2026, 5, 1, 4)

const paid = (id: string, deliverAt = 0) =>
  messageOf(OrderPaidSchema, id, { ...order(id, 3), amountFen: 4500, deliverAt })
const accepted = (id: string) => messageOf(OrderAcceptedSchema, id, order(id, 4))
const tell = (rig: Rig, ...told: readonly Envelope[]) => rig.deliver(told, 0)

async function list(rig: Rig, wish: object = {}, by = staff) {
  const audience = by === customer ? 'customer:7' : 'shop:1'
  const { messages, ...page } = await rig.as(by).listMessages({ audience, limit: 100, ...wish })
  return {
    ...page,
    seqs: messages.map(({ notification }) => notification?.seq ?? 0),
    kinds: messages.map(({ kind }) => MessageKind[kind]),
    unread: messages.filter(({ status }) => status === MessageStatus.UNREAD).length,
    payloads: messages.map(({ notification }) => JSON.parse(notification?.payload ?? '')),
  }
}

const countUnread = async (rig: Rig, by = staff, kinds: readonly MessageKind[] = []) => {
  const audience = by === customer ? 'customer:7' : 'shop:1'
  return (await rig.as(by).countUnread({ audience, kinds })).unread
}

/** Twelve paid orders: messages 1 to 12 of the shop. */
async function createTwelve(...[t]: Parameters<typeof createRig>) {
  const rig = await createRig(t)
  for (let n = 1; n <= 12; n++) await tell(rig, paid(`o${n}`))
  return rig
}

test('what happens is a message of its kind, and what staff did themselves is none', async (t) => {
  const rig = await createRig(t)
  await tell(
    rig,
    messageOf(OrderPlacedSchema, 'a', { ...order('a', 2), amountFen: 4500, payDeadline: 900 }),
    paid('a'),
    messageOf(OrderRemindedSchema, 'a', { ...order('a', 3), reminders: 1 }),
    accepted('a'),
    messageOf(OrderCompletedSchema, 'a', { ...order('a', 6), amountFen: 4500, completedAt: 1000 }),
  )
  await tell(
    rig,
    messageOf(OrderCancelledSchema, 'b', { ...order('b'), cancelReason: 'SHOP', refundDue: true }),
  )
  assert.deepEqual((await list(rig)).kinds, ['CANCELLED', 'TO_DISPATCH', 'REMINDER', 'NEW_ORDER'])
  assert.deepEqual((await list(rig, {}, customer)).kinds, Array(5).fill('ORDER'))
  assert.equal((await list(rig, { kinds: [MessageKind.REMINDER] })).seqs.length, 1)
  const centre = [MessageKind.NEW_ORDER, MessageKind.REMINDER]
  assert.deepEqual((await list(rig, { kinds: centre })).kinds, ['REMINDER', 'NEW_ORDER'])
  assert.deepEqual([await countUnread(rig), await countUnread(rig, staff, centre)], [4, 2])
})

test('messages are read one by one, some at once, or up to one, for the whole shop', async (t) => {
  const rig = await createTwelve(t)
  const read = async (which: object) =>
    (await rig.as(staff).readMessages({ audience: 'shop:1', ...which })).unread
  assert.equal(await countUnread(rig), 12)
  assert.equal(await read({ seqs: [5] }), 11)
  assert.equal(await read({ seqs: [5] }), 11, 'reading again changes nothing')
  assert.equal(await read({ seqs: [1, 2, 999] }), 9)
  const colleague = { ...staff, id: '4' }
  const unread = await list(rig, { status: MessageStatus.UNREAD }, colleague as typeof staff)
  assert.deepEqual(unread.seqs, [12, 11, 10, 9, 8, 7, 6, 4, 3])
  assert.equal(await read({ upToSeq: 10 }), 2)
  assert.deepEqual((await list(rig, { status: MessageStatus.UNREAD })).seqs, [12, 11])
  assert.equal((await list(rig, { status: MessageStatus.READ })).seqs.length, 10)
  assert.equal(await countUnread(rig, customer), 12, 'what the customer was told is still unread')
})

test('a list goes on by number, or page by page with a total, and both see the same', async (t) => {
  const rig = await createTwelve(t)
  const pages: number[][] = []
  let beforeSeq = 0
  do {
    const { seqs, nextSeq, total } = await list(rig, { limit: 5, beforeSeq })
    pages.push(seqs)
    assert.equal(total, 0)
    beforeSeq = nextSeq
  } while (beforeSeq !== 0)
  assert.deepEqual(pages, [
    [12, 11, 10, 9, 8],
    [7, 6, 5, 4, 3],
    [2, 1],
  ])
  for (const [index, seqs] of pages.entries()) {
    const page = await list(rig, { limit: 5, page: index + 1 })
    assert.deepEqual([page.seqs, page.total], [seqs, 12])
  }
  assert.equal((await list(rig, { limit: 1000, page: 1 })).seqs.length, 12)
  for (const [page, limit] of [
    [1, 1001],
    [0, 101],
  ] as const)
    await assert.rejects(list(rig, { limit, page }), { reason: 'PAGE_INVALID' })
  await rig.as(staff).readMessages({ audience: 'shop:1', seqs: [12, 1] })
  const unread = await list(rig, { limit: 5, page: 2, status: MessageStatus.UNREAD })
  assert.deepEqual([unread.seqs, unread.total], [[6, 5, 4, 3, 2], 10])
  assert.deepEqual((await list(rig, { limit: 5, page: 4 })).seqs, [])
})

test('messages of others are missing, and so are those that are not there', async (t) => {
  const rig = await createTwelve(t)
  const missing = { reason: 'MESSAGE_MISSING' }
  await assert.rejects(rig.as(staff).readMessages({ audience: 'shop:1', seqs: [13] }), missing)
  const foreign = { reason: 'AUDIENCE_FOREIGN' }
  for (const audience of ['shop:2', 'customer:7']) {
    await assert.rejects(rig.as(staff).listMessages({ audience, limit: 1 }), foreign)
    await assert.rejects(rig.as(staff).countUnread({ audience }), foreign)
    await assert.rejects(rig.as(staff).readMessages({ audience, upToSeq: 9 }), foreign)
  }
  const wrong = [{ limit: 0 }, { limit: 101 }, { limit: 5, page: -1 }, { limit: 5, beforeSeq: -1 }]
  for (const wish of wrong) await assert.rejects(list(rig, wish), { reason: 'PAGE_INVALID' })
  const many = Array.from({ length: 101 }, (_, at) => at + 1)
  for (const seqs of [many, [0], [-1]])
    await assert.rejects(rig.as(staff).readMessages({ audience: 'shop:1', seqs }), { reason: 'PAGE_INVALID' })
  assert.equal(await countUnread(rig), 12)
})

test('an order that still waits is told as urgent, one that was accepted is not', async (t) => {
  const clock = manualClock(noon)
  const rig = await createRig(t, {}, clock)
  const deliverAt = noon + 90 * minute
  await tell(rig, paid('soon'), paid('later', deliverAt), paid('taken'), accepted('taken'))
  const due = await rig.storage.tx('timers', (tx) =>
    tx.kit.selectFrom('timer').select(['ref', 'due_at', 'payload']).where('kind', '=', 'urgent').execute(),
  )
  const dueAt = new Map(due.map((row) => [row.ref, row.due_at]))
  assert.deepEqual([dueAt.get('soon'), dueAt.get('later')], [noon + 10 * minute, noon + 60 * minute])
  for (const { ref, payload } of due) for (const _ of [1, 2]) await rig.timers.urgent?.(ref, payload)
  const { kinds, payloads } = await list(rig, { kinds: [MessageKind.URGENT] })
  assert.deepEqual(kinds, ['URGENT', 'URGENT'])
  const told = payloads.map(({ orderId, deliverAt: at }) => [orderId, at])
  assert.deepEqual(told.sort(), [
    ['later', deliverAt],
    ['soon', 0],
  ])
})

test('an acceptance that is heard of before the payment leaves nothing urgent', async (t) => {
  const rig = await createRig(t, {}, manualClock(noon))
  await tell(rig, accepted('a'))
  await tell(rig, paid('a'))
  await rig.timers.urgent?.('a', '0')
  assert.deepEqual((await list(rig, { kinds: [MessageKind.URGENT] })).kinds, [])
})

test('at the end of its day a shop hears once how it went, and again the next day', async (t) => {
  const clock = manualClock(noon)
  const rig = await createRig(t, {}, clock)
  const timer = async () => {
    const rows = await rig.storage.tx('timers', (tx) =>
      tx.kit.selectFrom('timer').select(['ref', 'due_at']).where('kind', '=', 'summary').execute(),
    )
    return rows.map(({ ref, due_at }) => [ref, due_at])
  }
  await tell(rig, paid('a'), paid('b'))
  const midnight = noon + 12 * 60 * minute
  assert.deepEqual(await timer(), [['1', midnight + 5 * minute]])

  clock.set(midnight + 5 * minute)
  for (const _ of [1, 2]) await rig.timers.summary?.('1', '')
  const asked = { shopId: '1', at: midnight - 1, by: 'system:push' }
  assert.deepEqual(rig.asked, [asked, asked])
  const { kinds, payloads } = await list(rig, { kinds: [MessageKind.SUMMARY] })
  assert.deepEqual([kinds, payloads], [['SUMMARY'], [summary]])
  assert.deepEqual(await timer(), [['1', midnight + 24 * 60 * minute + 5 * minute]])
})

test('a deleted customer is told nothing any more, whatever is still on its way', async (t) => {
  const rig = await createRig(t)
  await tell(rig, paid('a'))
  await rig.as(customer).markRead({ audience: 'customer:7', deviceId: 'd', seq: 1 })
  const deleted = messageOf(CustomerDeletedSchema, '7', { customerId: '7', deletedAt: 1 })
  for (const told of [deleted, { ...deleted, id: 'again' }]) assert.deepEqual(await tell(rig, told), [])
  await tell(rig, accepted('a'), messageOf(CustomerDeletedSchema, '9', { customerId: '9', deletedAt: 1 }))
  const rows = await rig.storage.read('all', async (db) => ({
    told: await db.selectFrom('notification').select('audience').execute(),
    marks: await db.selectFrom('read_mark').selectAll().execute(),
    audiences: await db.selectFrom('audience').selectAll().where('closed', '=', 1).orderBy('name').execute(),
  }))
  assert.deepEqual([...new Set(rows.told.map(({ audience }) => audience))], ['shop:1'])
  assert.deepEqual(rows.marks, [])
  assert.deepEqual(
    rows.audiences.map(({ name, last_seq }) => [name, last_seq]),
    [
      ['customer:7', 0],
      ['customer:9', 0],
    ],
  )
})

test('what a customer said in cancelling is not repeated where it cannot be forgotten', async (t) => {
  const rig = await createRig(t)
  const said = { ...order('a'), cancelReason: 'CUSTOMER', cancelNote: '家里有事', refundDue: true }
  await tell(rig, messageOf(OrderCancelledSchema, 'a', said))
  const rows = await rig.storage.read('all', (db) =>
    db.selectFrom('notification').select('payload').execute(),
  )
  assert.equal(rows.length, 2)
  assert.ok(!JSON.stringify(rows).includes('家里有事'))
})
