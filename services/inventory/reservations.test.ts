import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Outcome } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  createRig,
  customer,
  figuresOf,
  type Rig,
  reserve,
  setStock,
  staff,
  system,
  violations,
} from './inventory.fixture.ts'

const release = async (rig: Rig, orderId: string) =>
  Outcome[(await rig.as(system).release({ orderId })).outcome]
const commit = async (rig: Rig, orderId: string) =>
  Outcome[(await rig.as(system).commit({ orderId })).outcome]

test('of ten pieces, a hundred parallel orders of one get exactly ten', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 10)
  const orders = Array.from({ length: 100 }, (_, at) => reserve(rig, `order-${at}`, { fish: 1 }))
  const outcomes = (await Promise.all(orders)).map(([outcome]) => outcome)
  assert.equal(outcomes.filter((outcome) => outcome === 'HELD').length, 10)
  assert.equal(outcomes.filter((outcome) => outcome === 'REJECTED').length, 90)
  assert.deepEqual(await figuresOf(rig, 'fish'), [10, 10])
  assert.deepEqual(await violations(rig), [])
})

test('an order holds all it wants or nothing, and learns every dish there is too little of', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 5)
  await setStock(rig, 'rice', 1)
  await setStock(rig, 'soup', 0)
  assert.deepEqual(await reserve(rig, 'a', { fish: 2, rice: 2, soup: 1, beer: 3 }), [
    'REJECTED',
    'rice',
    'soup',
  ])
  for (const [dish, onHand] of [
    ['fish', 5],
    ['rice', 1],
    ['soup', 0],
  ] as const)
    assert.deepEqual(await figuresOf(rig, dish), [onHand, 0])
  assert.deepEqual(await reserve(rig, 'b', { fish: 5, rice: 1 }), ['HELD'])
  assert.deepEqual(await violations(rig), [])
})

test('lines of one dish are summed: a set meal and the dish alone share the stock', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'rice', 4)
  const lines = [
    { dishId: 'rice', quantity: 2 },
    { dishId: 'fish', quantity: 1 },
    { dishId: 'rice', quantity: 3 },
  ]
  const calls = rig.as(system)
  const { outcome, shortDishIds } = await calls.reserve({ orderId: 'a', shopId: '1', lines })
  assert.deepEqual([outcome, shortDishIds], [Outcome.REJECTED, ['rice']])
  const fewer = [...lines.slice(0, 2), { dishId: 'rice', quantity: 2 }]
  assert.equal((await calls.reserve({ orderId: 'b', shopId: '1', lines: fewer })).outcome, Outcome.HELD)
  assert.deepEqual(await figuresOf(rig, 'rice'), [4, 4])
  assert.deepEqual(await reserve(rig, 'c', { rice: 1 }), ['REJECTED', 'rice'])
})

test('a dish nobody has counted is unlimited, also for many who want it first at once', async (t) => {
  const rig = await createRig(t)
  const orders = Array.from({ length: 20 }, (_, at) => reserve(rig, `order-${at}`, { tea: 9999 }))
  for (const outcome of await Promise.all(orders)) assert.deepEqual(outcome, ['HELD'])
  assert.deepEqual(await figuresOf(rig, 'tea'), [undefined, 20 * 9999])
  assert.equal(await commit(rig, 'order-0'), 'COMMITTED')
  assert.equal(await release(rig, 'order-1'), 'RELEASED')
  assert.deepEqual(await figuresOf(rig, 'tea'), [undefined, 18 * 9999])
  assert.deepEqual(await violations(rig), [])
})

test('asked again, a reservation answers its first outcome and holds no more', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 3)
  const wanted = { fish: 2, rice: 1 }
  const again = Array.from({ length: 10 }, () => reserve(rig, 'a', wanted))
  for (const outcome of await Promise.all(again)) assert.deepEqual(outcome, ['HELD'])
  assert.deepEqual(await figuresOf(rig, 'fish'), [3, 2])
  assert.deepEqual(await reserve(rig, 'b', { fish: 2 }), ['REJECTED', 'fish'])
  await setStock(rig, 'fish', 10)
  assert.deepEqual(
    await reserve(rig, 'b', { fish: 2 }),
    ['REJECTED', 'fish'],
    'also when there is enough by now',
  )
})

test('one order with other lines is a conflict; the same lines in another order are not', async (t) => {
  const rig = await createRig(t)
  await reserve(rig, 'a', { fish: 2, rice: 1 })
  assert.deepEqual(await reserve(rig, 'a', { rice: 1, fish: 2 }), ['HELD'])
  await assert.rejects(reserve(rig, 'a', { fish: 3, rice: 1 }), {
    kind: 'conflict',
    reason: 'RESERVATION_DIFFERS',
  })
  await assert.rejects(
    rig.as(system).reserve({ orderId: 'a', shopId: '2', lines: [{ dishId: 'fish', quantity: 2 }] }),
    { reason: 'RESERVATION_DIFFERS' },
  )
  assert.deepEqual(await figuresOf(rig, 'fish'), [undefined, 2])
})

test('a release before its reserve leaves a tombstone: the late reserve holds nothing', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 3)
  assert.equal(await release(rig, 'late'), 'RELEASED')
  assert.deepEqual(await reserve(rig, 'late', { fish: 1 }), ['RELEASED'])
  assert.equal(await release(rig, 'late'), 'RELEASED')
  assert.equal(await commit(rig, 'late'), 'RELEASED')
  assert.deepEqual(await figuresOf(rig, 'fish'), [3, 0])
})

test('the disposition is written once: what was committed stays, what was released stays', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 10)
  await reserve(rig, 'sold', { fish: 3 })
  await reserve(rig, 'back', { fish: 4 })
  const both = await Promise.all([
    commit(rig, 'sold'),
    commit(rig, 'sold'),
    release(rig, 'back'),
    release(rig, 'back'),
  ])
  assert.deepEqual(both, ['COMMITTED', 'COMMITTED', 'RELEASED', 'RELEASED'])
  assert.equal(await release(rig, 'sold'), 'COMMITTED')
  assert.equal(await commit(rig, 'back'), 'RELEASED')
  assert.deepEqual(await reserve(rig, 'sold', { fish: 3 }), ['COMMITTED'])
  assert.deepEqual(await figuresOf(rig, 'fish'), [7, 0])
  assert.deepEqual(await violations(rig), [])
})

test('commit and release racing for one order: exactly one of them happens', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 40)
  for (let at = 0; at < 20; at++) {
    const id = `order-${at}`
    await reserve(rig, id, { fish: 2 })
    const calls = at % 2 ? [commit(rig, id), release(rig, id)] : [release(rig, id), commit(rig, id)]
    const [first, second] = await Promise.all(calls)
    assert.equal(first, second)
  }
  assert.deepEqual(await violations(rig), [])
  const moves = await rig.storage.read('moves', (db) => db.selectFrom('stock_move').selectAll().execute())
  const committed = moves.filter((move) => move.kind === 'COMMIT').length
  assert.deepEqual(await figuresOf(rig, 'fish'), [40 - 2 * committed, 0])
})

test('a rejected order has nothing to release or commit', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 1)
  await reserve(rig, 'a', { fish: 2 })
  assert.equal(await release(rig, 'a'), 'REJECTED')
  assert.equal(await commit(rig, 'a'), 'REJECTED')
  await assert.rejects(commit(rig, 'unseen'), { kind: 'precondition', reason: 'NOTHING_RESERVED' })
  assert.deepEqual(await figuresOf(rig, 'fish'), [1, 0])
})

test('malformed wishes are refused and leave nothing', async (t) => {
  const rig = await createRig(t)
  const line = { dishId: 'fish', quantity: 1 }
  const bad = [
    { orderId: 'a', shopId: '1', lines: [] },
    { orderId: 'a', shopId: '1', lines: [{ ...line, quantity: 0 }] },
    { orderId: 'a', shopId: '1', lines: [{ ...line, quantity: 10_000 }] },
    { orderId: '', shopId: '1', lines: [line] },
    { orderId: 'x'.repeat(37), shopId: '1', lines: [line] },
    { orderId: 'a', shopId: '1', lines: [{ ...line, dishId: "'; DROP" }] },
  ]
  for (const wish of bad) await assert.rejects(rig.as(system).reserve(wish), { reason: 'STOCK_INVALID' })
  assert.deepEqual((await rig.as(system).listStock({ shopId: '1' })).items, [])
})

test('stock is held for orders only', async (t) => {
  const rig = await createRig(t)
  const wish = { orderId: 'a', shopId: '1', lines: [{ dishId: 'fish', quantity: 1 }] }
  for (const by of [{ kind: 'anonymous' } as const, staff]) {
    await assert.rejects(rig.as(by).reserve(wish), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).release({ orderId: 'a' }), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).commit({ orderId: 'a' }), { kind: 'forbidden' })
  }
  assert.equal((await rig.as(customer).reserve(wish)).outcome, Outcome.HELD)
})
