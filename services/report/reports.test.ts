import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type { Person } from '#kit/context.ts'
import type { Envelope } from '#kit/messaging/bus.ts'
import {
  completedLife,
  createRig,
  dayMs,
  departureOf,
  eventsOf,
  noon,
  partOf,
  type Rig,
  readAll,
  refundOf,
  registrationOf,
} from './report.fixture.ts'

test('a completed order is in every report, on its days and nowhere else', async (t) => {
  const rig = await createRig(t)
  const life = { id: 'a', placedAt: noon - dayMs, completedAt: noon, quantity: 3 }
  assert.deepEqual(await rig.deliver(completedLife(life), 0), [])
  const told = await readAll(rig)
  const empty = { orders: 0, grossFen: 0, refundedFen: 0, netFen: 0 }
  const sold = { orders: 1, grossFen: 6700, refundedFen: 0, netFen: 6700 }
  assert.deepEqual(told.turnover, [
    { day: '2026-11-27', ...empty },
    { day: '2026-11-28', ...sold },
    { day: '2026-11-29', ...empty },
  ])
  assert.deepEqual(told.orders[0], { day: '2026-11-27', placed: 1, completed: 1, cancelled: 0 })
  assert.deepEqual(told.orders[1], { day: '2026-11-28', placed: 0, completed: 0, cancelled: 0 })
  const fish = { kind: ItemKind.DISH, itemId: '46', name: '鱼', quantity: 3, amountFen: 6000 }
  assert.deepEqual(told.items, [fish])
  assert.deepEqual(told.categories, [{ categoryId: '5', name: '蒸菜', quantity: 3, amountFen: 6000 }])
  assert.equal(told.hours.length, 24)
  assert.deepEqual(told.hours[12], { hour: 12, orders: 1, grossFen: 6700 })
  assert.deepEqual(told.channels, [
    { channel: Channel.WECHAT_JSAPI, orders: 0, grossFen: 0 },
    { channel: Channel.WECHAT_H5, orders: 1, grossFen: 6700 },
  ])
})

test('what goes back of a completed order lowers the turnover of the day it goes back', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([...completedLife({ id: 'a' }), refundOf('a', 'a-1', 500, noon + dayMs)], 0)
  const { turnover } = await readAll(rig)
  assert.deepEqual(
    turnover.map(({ grossFen, refundedFen, netFen }) => [grossFen, refundedFen, netFen]),
    [
      [0, 0, 0],
      [2700, 0, 2700],
      [0, 500, -500],
    ],
  )
})

test('parts of an order that go back on several days lower the turnover of each of them', async (t) => {
  const rig = await createRig(t)
  const part = { orderId: 'a', attemptId: 'a-1' }
  const parts = [
    partOf({ ...part, n: 1, amountFen: 300, refundedAt: noon - dayMs }),
    partOf({ ...part, n: 2, amountFen: 500, refundedAt: noon + 1000 }),
    partOf({ ...part, n: 3, amountFen: 700, refundedAt: noon + dayMs }),
  ]
  await rig.deliver([...parts, ...completedLife({ id: 'a' }), ...parts], 0)
  const { turnover } = await readAll(rig)
  assert.deepEqual(
    turnover.map(({ grossFen, refundedFen, netFen }) => [grossFen, refundedFen, netFen]),
    [
      [0, 0, 0],
      [2700, 800, 1900],
      [0, 700, -700],
    ],
  )
})

test('money that went back before the completion counts from the completion on', async (t) => {
  const rig = await createRig(t)
  await rig.deliver([refundOf('a', 'a-1', 500, noon - dayMs), ...completedLife({ id: 'a' })], 0)
  const { turnover } = await readAll(rig)
  assert.deepEqual(
    turnover.map(({ netFen }) => netFen),
    [0, 2200, 0],
  )
})

test('what goes back of cancelled orders, or was paid twice, lowers no turnover', async (t) => {
  const rig = await createRig(t)
  const { placed, paid, cancelled } = eventsOf({ id: 'gone' })
  const twice = refundOf('a', 'a-2', 2700)
  await rig.deliver([placed, paid, cancelled, refundOf('gone', 'gone-1', 2700)], 0)
  await rig.deliver([...completedLife({ id: 'a' }), twice], 0)
  const { turnover, orders, workspace } = await readAll(rig)
  assert.deepEqual(turnover[1], {
    day: '2026-11-28',
    orders: 1,
    grossFen: 2700,
    refundedFen: 0,
    netFen: 2700,
  })
  assert.deepEqual(orders[1], { day: '2026-11-28', placed: 2, completed: 1, cancelled: 1 })
  assert.equal(workspace.completionRate, 0.5)
})

test('a business day ends at the day cut, not at midnight', async (t) => {
  const rig = await createRig(t, { dayCutMinutes: 240 })
  const late = Date.UTC(2026, 10, 27, 19, 59)
  await rig.deliver(completedLife({ id: 'a', placedAt: late, completedAt: late }), 0)
  await rig.deliver(completedLife({ id: 'b', placedAt: late + 60_000, completedAt: late + 60_000 }), 0)
  const { turnover, hours } = await readAll(rig)
  assert.deepEqual(
    turnover.map(({ orders }) => orders),
    [1, 1, 0],
  )
  assert.deepEqual([hours[3]?.orders, hours[4]?.orders], [1, 1])
})

test('customers are counted once, with those from before the period', async (t) => {
  const rig = await createRig(t)
  const registered = [noon - 40 * dayMs, noon - 40 * dayMs, noon, noon + dayMs]
  await rig.deliver(
    registered.map((at, id) => registrationOf(String(id), at)),
    0,
  )
  await rig.deliver([registrationOf('2', noon)], 0)
  const { users, workspace } = await readAll(rig)
  assert.deepEqual(
    users.map(({ registered, total }) => [registered, total]),
    [
      [0, 2],
      [1, 3],
      [1, 4],
    ],
  )
  assert.equal(workspace.newUsers, 1)
})

test('a customer who is gone is counted as gone once, and stays registered where they were', async (t) => {
  const rig = await createRig(t)
  const registered = ['1', '2'].map((id) => registrationOf(id, noon - 40 * dayMs))
  await rig.deliver([departureOf('3', noon), ...registered, registrationOf('3', noon)], 0)
  for (const _again of [1, 2]) await rig.deliver([departureOf('1', noon + dayMs)], 0)
  const { users } = await readAll(rig)
  assert.deepEqual(
    users.map(({ registered: times, total }) => [times, total]),
    [
      [0, 2],
      [1, 2],
      [0, 1],
    ],
  )
})

test('the workspace counts the orders of today by where they stand', async (t) => {
  const rig = await createRig(t)
  const { placed, paid, accepted, dispatched } = eventsOf({ id: 'a' })
  const stands: object[] = []
  for (const event of [placed, paid, accepted, dispatched]) {
    await rig.deliver([event], 0)
    stands.push((await readAll(rig)).workspace.orders ?? {})
  }
  await rig.deliver(completedLife({ id: 'b', quantity: 2 }), 0)
  const none = { placed: 1, pending: 0, paid: 0, accepted: 0, delivering: 0, completed: 0, cancelled: 0 }
  assert.deepEqual(stands, [
    { ...none, pending: 1 },
    { ...none, paid: 1 },
    { ...none, accepted: 1 },
    { ...none, delivering: 1 },
  ])
  const { workspace } = await readAll(rig)
  assert.deepEqual(workspace.orders, { ...none, placed: 2, delivering: 1, completed: 1 })
  assert.deepEqual([workspace.unitPriceFen, workspace.completionRate], [4700, 0.5])
})

test('an item is one item whatever it was called, and bears the name it had last', async (t) => {
  const rig = await createRig(t)
  const named = [
    { id: 'b', name: '清蒸鱼', placedAt: noon - 1000 },
    { id: 'a', name: '鱼', placedAt: noon - 2000 },
    { id: 'c', name: '烤鱼', placedAt: noon - 3000 },
  ]
  for (const life of named) await rig.deliver(completedLife(life), 0)
  const { items } = await readAll(rig)
  assert.deepEqual(
    items.map(({ name, quantity }) => [name, quantity]),
    [['清蒸鱼', 3]],
  )
})

test('a hundred orders at once are all counted', async (t) => {
  const rig = await createRig(t)
  const lives = Array.from({ length: 100 }, (_, n) => completedLife({ id: `o${n}` }))
  await Promise.all(lives.map((life) => offer(rig, life)))
  const { turnover, items, workspace } = await readAll(rig)
  assert.deepEqual([turnover[1]?.grossFen, items[0]?.quantity], [270_000, 100])
  assert.deepEqual([workspace.orders?.placed, workspace.orders?.completed], [100, 100])
})

/** As a bus does: what a busy database has refused is offered again. */
async function offer({ deliver }: Rig, messages: readonly Envelope[]): Promise<void> {
  let left = messages
  for (let attempt = 0; left.length > 0; attempt++) {
    assert.ok(attempt < 20, `${left.length} messages cannot be applied`)
    const again = await deliver(left, attempt)
    left = left.filter(({ id }) => again.includes(id))
  }
}

test('events in any order and any number give the same reports', async (t) => {
  const story = [
    ...completedLife({ id: 'a', quantity: 2 }),
    ...completedLife({ id: 'b', name: '烤鱼', placedAt: noon + 1 }),
    refundOf('b', 'b-1', 300),
    registrationOf('7', noon),
  ]
  const inOrder = await createRig(t)
  await inOrder.deliver(story, 0)
  const expected = await readAll(inOrder)
  const shuffled = fc.shuffledSubarray([...story, ...story], {
    minLength: 2 * story.length,
    maxLength: 2 * story.length,
  })
  const anyOrder = fc.asyncProperty(shuffled, async (messages) => {
    const rig = await createRig(t)
    let nth = 0
    // Another id each time: the inbox does not help.
    for (const message of messages) await rig.deliver([{ ...message, id: `${message.id}-${nth++}` }], 0)
    assert.deepEqual(await readAll(rig), expected)
  })
  await fc.assert(anyOrder, { numRuns: 10 })
})

test('only managers of the shop, and services, read its reports', async (t) => {
  const rig = await createRig(t)
  const period = { shopId: '1', from: '2026-11-28', to: '2026-11-28' }
  const people: readonly (readonly [Person, string])[] = [
    [{ kind: 'anonymous' }, 'REPORT_MISSING'],
    [{ kind: 'customer', id: '7' }, 'REPORT_MISSING'],
    [{ kind: 'employee', id: '4', shopId: '2', roles: ['manager'] }, 'REPORT_MISSING'],
    [{ kind: 'employee', id: '4', shopId: '1', roles: ['staff'] }, 'ROLE_MISSING'],
  ]
  for (const [by, reason] of people) {
    const calls = rig.as(by)
    const asked = [calls.getTurnover, calls.getUsers, calls.getOrders, calls.getTopItems]
    for (const ask of [...asked, calls.getCategories, calls.getHours, calls.getChannels])
      await assert.rejects(ask(period), { reason })
  }
  assert.equal((await rig.as({ kind: 'system', id: 'x' }).getTurnover(period)).days.length, 1)
})

test('today’s figures are for everybody who works in the shop, but for its money', async (t) => {
  const rig = await createRig(t)
  await rig.deliver(completedLife({ id: 'o1' }), 0)
  const manager = { kind: 'employee', id: '3', shopId: '1', roles: ['manager'] } as const
  const ask = (by: Person) => rig.as(by).getWorkspace({ shopId: '1' })
  for (const role of ['staff', 'cashier', 'finance', 'manager']) {
    const { turnover, unitPriceFen, business } = await ask({ ...manager, roles: [role] })
    assert.ok(turnover?.grossFen && unitPriceFen && business?.turnoverFen, role)
  }
  const { turnover, unitPriceFen, business, orders } = await ask({ ...manager, roles: ['kitchen'] })
  assert.deepEqual([turnover?.grossFen, turnover?.netFen, unitPriceFen, business], [0, 0, 0, undefined])
  assert.deepEqual([orders?.placed, orders?.completed], [1, 1])
  for (const by of [
    { kind: 'customer', id: '7' },
    { ...manager, shopId: '2' },
  ] as const)
    await assert.rejects(ask(by), { reason: 'REPORT_MISSING' })
})

test('a period has 1 to 366 days that exist', async (t) => {
  const { as } = await createRig(t)
  const wrong = [
    ['2026-11-28', '2026-11-27'],
    ['2025-01-01', '2026-01-02'],
    ['2026-02-30', '2026-03-01'],
    ['', '2026-03-01'],
    ['2026-03-01', '1'],
  ]
  for (const [from = '', to = ''] of wrong) {
    const period = { shopId: '1', from, to }
    for (const ask of [as().getTurnover, as().getUsers, as().getTopItems, as().getHours])
      await assert.rejects(ask(period), { reason: 'PERIOD_INVALID' })
  }
  const year = { shopId: '1', from: '2024-01-01', to: '2024-12-31' }
  assert.equal((await as().getOrders(year)).days.length, 366)
})
