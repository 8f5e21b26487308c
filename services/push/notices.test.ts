import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SoldOutSchema, StockLowSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  ClaimApprovedSchema,
  ClaimOpenedSchema,
  ClaimRefusedSchema,
  ClaimWithdrawnSchema,
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
  OrderRemindedSchema,
  RefundGrantedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import {
  RefundAbnormalSchema,
  RefundSucceededSchema,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type { Person } from '#kit/context.ts'
import { createRig, customer, messageOf, order, type Rig, staff } from './push.fixture.ts'

async function heardBy(rig: Rig, by: Person, audience: string) {
  const page = await rig.as(by).listNotifications({ audience, afterSeq: 0, limit: 100 })
  return page.notifications
}

async function typesHeard(rig: Rig) {
  return {
    customer: (await heardBy(rig, customer, 'customer:7')).map(({ type }) => type),
    shop: (await heardBy(rig, staff, 'shop:1')).map(({ type }) => type),
  }
}

test('customer and shop each hear of an order what concerns them, in order', async (t) => {
  const rig = await createRig(t)
  const life = [
    messageOf(OrderPlacedSchema, 'a', { ...order('a', 2), amountFen: 4500, payDeadline: 900 }),
    messageOf(OrderPaidSchema, 'a', { ...order('a', 3), amountFen: 4500 }),
    messageOf(OrderRemindedSchema, 'a', { ...order('a', 3), reminders: 1 }),
    messageOf(OrderAcceptedSchema, 'a', order('a', 4)),
    messageOf(OrderDispatchedSchema, 'a', order('a', 5)),
    messageOf(OrderCompletedSchema, 'a', { ...order('a', 6), amountFen: 4500, completedAt: 1000 }),
  ]
  assert.deepEqual(await rig.deliver(life, 0), [])

  const moves = ['order.accepted', 'order.dispatched', 'order.completed']
  const heard = await typesHeard(rig)
  assert.deepEqual(heard.customer, ['order.placed', 'order.paid', ...moves])
  assert.deepEqual(heard.shop, ['order.paid', 'order.reminded', ...moves])
  const [placed] = await heardBy(rig, customer, 'customer:7')
  assert.deepEqual(JSON.parse(placed?.payload ?? ''), {
    orderId: 'a',
    number: 'N-a',
    version: 2,
    amountFen: 4500,
    payDeadline: 900,
  })
})

test('a shop hears that a dish runs out, at each crossing and only live', async (t) => {
  const rig = await createRig(t)
  const low = messageOf(StockLowSchema, '46', { shopId: '1', dishId: '46', available: 3 })
  const soldOut = messageOf(SoldOutSchema, '46', { shopId: '1', dishId: '46' })
  assert.deepEqual(await rig.deliver([low, soldOut], 0), [])
  assert.deepEqual(await rig.deliver([low], 0), [])
  const heard = await heardBy(rig, staff, 'shop:1')
  assert.deepEqual(
    heard.map(({ type, payload }) => [type, JSON.parse(payload)]),
    [
      ['stock.low', { dishId: '46', available: 3 }],
      ['stock.soldOut', { dishId: '46' }],
    ],
  )
  const { messages } = await rig.as(staff).listMessages({ audience: 'shop:1', limit: 10 })
  assert.deepEqual(messages, [], 'it is nothing to be read later')
})

const cancellations = [
  { cancelReason: 'TIMEOUT', refundDue: false, shopHears: false },
  { cancelReason: 'CUSTOMER', refundDue: false, shopHears: false },
  { cancelReason: 'OUT_OF_STOCK', refundDue: false, shopHears: false },
  { cancelReason: 'CUSTOMER', refundDue: true, shopHears: true },
  { cancelReason: 'REJECTED', refundDue: true, shopHears: true },
  { cancelReason: 'SHOP', refundDue: true, shopHears: true },
]

for (const { cancelReason, refundDue, shopHears } of cancellations) {
  const about = `${cancelReason}${refundDue ? ' with refund' : ''}`
  test(`a cancellation (${about}) reaches ${shopHears ? 'both sides' : 'customer only'}`, async (t) => {
    const rig = await createRig(t)
    const told = { ...order('a'), cancelReason, cancelNote: '', refundDue }
    await rig.deliver([messageOf(OrderCancelledSchema, 'a', told)], 0)
    const heard = await typesHeard(rig)
    assert.deepEqual(heard.customer, ['order.cancelled'])
    assert.deepEqual(heard.shop, shopHears ? ['order.cancelled'] : [])
  })
}

test('a refund reaches the customer of its order, each refund once', async (t) => {
  const rig = await createRig(t)
  await rig.deliver(
    [messageOf(OrderPlacedSchema, 'a', { ...order('a'), amountFen: 4500, payDeadline: 0 })],
    0,
  )
  const refund = { orderId: 'a', attemptId: 'f00d', n: 1, amountFen: 4500 }
  const twice = [refund, refund, { ...refund, n: 2 }]
  await rig.deliver(
    twice.map((told) => messageOf(RefundSucceededSchema, 'a', told)),
    0,
  )
  const heard = await heardBy(rig, customer, 'customer:7')
  assert.deepEqual(
    heard.map(({ type }) => type),
    ['order.placed', 'refund.succeeded', 'refund.succeeded'],
  )
  assert.deepEqual(JSON.parse(heard[2]?.payload ?? ''), {
    orderId: 'a',
    number: 'N-a',
    n: 2,
    amountFen: 4500,
  })
})

test('claims, grants and refunds that failed reach both sides, each once', async (t) => {
  const rig = await createRig(t)
  const { version: _, ...named } = order('a')
  const claim = { ...named, claimId: 'c-1' }
  const told = [
    messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 4500 }),
    messageOf(ClaimOpenedSchema, 'a', { ...claim, askedFen: 600 }),
    messageOf(ClaimApprovedSchema, 'a', { ...claim, grantedFen: 500, answer: '抱歉' }),
    messageOf(RefundGrantedSchema, 'a', { ...order('a'), n: 1, amountFen: 500 }),
    messageOf(RefundAbnormalSchema, 'a', { orderId: 'a', attemptId: 'f', n: 1, amountFen: 500 }),
    messageOf(ClaimRefusedSchema, 'a', { ...claim, claimId: 'c-2', answer: '已核实' }),
    messageOf(ClaimWithdrawnSchema, 'a', { ...claim, claimId: 'c-3' }),
  ]
  assert.deepEqual(await rig.deliver([...told, ...told], 0), [])
  const both = ['claim.opened', 'claim.approved', 'refund.granted', 'refund.failed']
  const all = ['order.paid', ...both, 'claim.refused', 'claim.withdrawn']
  assert.deepEqual(await typesHeard(rig), { customer: all, shop: all })
  const [, opened] = await heardBy(rig, staff, 'shop:1')
  const payload = { orderId: 'a', number: 'N-a', claimId: 'c-1', askedFen: 600 }
  assert.deepEqual(JSON.parse(opened?.payload ?? ''), payload)
  const cook = { ...staff, roles: ['kitchen'] } as typeof staff
  const heard = await heardBy(rig, cook, 'shop:1')
  assert.ok(heard.length > 0 && heard.every((one) => !one.payload.includes('Fen')))
  const { askedFen: _asked, ...unpriced } = payload
  assert.deepEqual(JSON.parse(heard[1]?.payload ?? ''), unpriced)
  const listed = await rig.as(cook).listNotifications({ audience: 'shop:1', afterSeq: 0, limit: 100 })
  const { messages } = await rig.as(cook).listMessages({ audience: 'shop:1', limit: 100 })
  assert.ok(listed.notifications.length > 0 && messages.length > 0)
  assert.doesNotMatch(JSON.stringify([listed, messages]), /Fen/)
})

test('a refund that comes before its order is offered again and heard once the order is known', async (t) => {
  const rig = await createRig(t)
  const refund = messageOf(RefundSucceededSchema, 'a', { orderId: 'a', attemptId: 'f', n: 1, amountFen: 1 })
  assert.deepEqual(await rig.deliver([refund], 0), [refund.id])
  await rig.deliver([messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 1 })], 0)
  assert.deepEqual(await rig.deliver([refund], 1), [])
  assert.deepEqual((await typesHeard(rig)).customer, ['order.paid', 'refund.succeeded'])
})

test('a fact is told once, whether its message comes again or another tells the same', async (t) => {
  const rig = await createRig(t)
  const paid = messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 1 })
  for (const told of [paid, paid, { ...paid, id: 'another' }]) {
    assert.deepEqual(await rig.deliver([told], 0), [])
  }
  assert.deepEqual(await typesHeard(rig), { customer: ['order.paid'], shop: ['order.paid'] })
})

test('every reminder is told', async (t) => {
  const rig = await createRig(t)
  const reminded = [1, 2, 3].map((reminders) =>
    messageOf(OrderRemindedSchema, 'a', { ...order('a', 3), reminders }),
  )
  await rig.deliver(reminded, 0)
  assert.equal((await typesHeard(rig)).shop.length, 3)
})

test('two hundred facts at once are numbered 1 to 200 without gaps, in every audience', async (t) => {
  const rig = await createRig(t)
  const facts = Array.from({ length: 200 }, (_, i) =>
    messageOf(OrderPaidSchema, `o${i}`, { ...order(`o${i}`), amountFen: i }),
  )
  await Promise.all(facts.map((fact) => rig.deliver([fact], 0)))
  await Promise.all(facts.map((fact) => rig.deliver([fact], 1)))
  const expected = Array.from({ length: 200 }, (_, i) => i + 1)
  for (const audience of ['customer:7', 'shop:1']) {
    const rows = await rig.storage.read('all', (db) =>
      db.selectFrom('notification').selectAll().where('audience', '=', audience).orderBy('seq').execute(),
    )
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      expected,
    )
    assert.equal(new Set(rows.map(({ once_key }) => once_key)).size, 200)
  }
})

test('the oldest notifications make room and the numbers go on', async (t) => {
  const rig = await createRig(t, { keptMax: 3 })
  for (let i = 0; i < 5; i++) {
    await rig.deliver([messageOf(OrderPaidSchema, `o${i}`, { ...order(`o${i}`), amountFen: i })], 0)
  }
  const page = await rig.as(staff).listNotifications({ audience: 'shop:1', afterSeq: 0, limit: 100 })
  assert.deepEqual(
    page.notifications.map(({ seq }) => seq),
    [3, 4, 5],
  )
  assert.equal(page.lastSeq, 5)
})

test('reading is remembered per device, never goes back and never runs ahead', async (t) => {
  const rig = await createRig(t)
  for (let i = 0; i < 3; i++) {
    await rig.deliver([messageOf(OrderPaidSchema, `o${i}`, { ...order(`o${i}`), amountFen: i })], 0)
  }
  const mark = (deviceId: string, seq: number) =>
    rig.as(staff).markRead({ audience: 'shop:1', deviceId, seq })
  const readSeq = async () =>
    (await rig.as(staff).listNotifications({ audience: 'shop:1', afterSeq: 0, limit: 1 })).readSeq
  assert.equal(await readSeq(), 0)
  await mark('phone', 2)
  await mark('tablet', 1)
  await mark('phone', 1)
  assert.equal(await readSeq(), 2)
  await assert.rejects(mark('phone', 4), { reason: 'PAGE_INVALID' })
  await assert.rejects(mark('phone', -1), { reason: 'PAGE_INVALID' })
  await assert.rejects(mark('', 1), { reason: 'PAGE_INVALID' })
  assert.equal(await readSeq(), 2)
})

test('of many devices the fifty seen last are remembered', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 1 })], 0)
  for (let i = 0; i < 55; i++) {
    await rig.as(staff).markRead({ audience: 'shop:1', deviceId: `device-${i}`, seq: 1 })
  }
  const marks = await rig.storage.read('all', (db) => db.selectFrom('read_mark').selectAll().execute())
  assert.equal(marks.length, 50)
})

test('an audience is there for those who belong to it and for nobody else', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([messageOf(OrderPaidSchema, 'a', { ...order('a'), amountFen: 1 })], 0)
  const anonymous: Person = { kind: 'anonymous' }
  const foreign: [Person, string][] = [
    [customer, 'customer:8'],
    [customer, 'shop:1'],
    [customer, 'customer:7 '],
    [customer, ''],
    [staff, 'shop:2'],
    [staff, 'customer:7'],
    [staff, 'customer:3'],
    [anonymous, 'customer:7'],
    [anonymous, 'customer:'],
    [anonymous, 'shop:1'],
  ]
  const refusal = { reason: 'AUDIENCE_FOREIGN', kind: 'missing' }
  for (const [by, audience] of foreign) {
    const calls = rig.as(by)
    await assert.rejects(calls.listNotifications({ audience, afterSeq: 0, limit: 10 }), refusal, audience)
    await assert.rejects(calls.markRead({ audience, deviceId: 'd', seq: 1 }), refusal, audience)
    const stream = calls.follow({ audience, afterSeq: 0 })[Symbol.asyncIterator]()
    await assert.rejects(stream.next(), refusal, audience)
  }
})

test('a page has from 1 to 100 notifications and starts at 0 or later', async (t) => {
  const rig = await createRig(t)
  const list = (afterSeq: number, limit: number) =>
    rig.as(staff).listNotifications({ audience: 'shop:1', afterSeq, limit })
  for (const [afterSeq, limit] of [
    [0, 0],
    [0, 101],
    [0, -1],
    [-1, 10],
  ] as const) {
    await assert.rejects(list(afterSeq, limit), { reason: 'PAGE_INVALID' })
  }
  assert.deepEqual(await list(0, 100), { notifications: [], lastSeq: 0, readSeq: 0 })
})
