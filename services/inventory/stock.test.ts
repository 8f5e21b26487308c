import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createRig,
  customer,
  dayMs,
  figuresOf,
  midnight,
  noon,
  type Rig,
  reserve,
  setStock,
  staff,
  system,
  violations,
} from './inventory.fixture.ts'

const mark = (rig: Rig, dishId: string, soldOut: boolean) =>
  rig.as(staff).markSoldOut({ shopId: '1', dishId, soldOut })
const cutDay = (rig: Rig) => rig.timers['day-cut']?.('1', '')
const timers = (rig: Rig) =>
  rig.storage.tx('timers', (tx) => tx.kit.selectFrom('timer').select(['kind', 'ref', 'due_at']).execute())

test('setting stock is a movement and never goes below what is reserved', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 10)
  await reserve(rig, 'a', { fish: 6 })
  await assert.rejects(setStock(rig, 'fish', 5), { kind: 'precondition', reason: 'STOCK_BELOW_RESERVED' })
  await setStock(rig, 'fish', 6)
  await setStock(rig, 'fish')
  assert.deepEqual(await figuresOf(rig, 'fish'), [undefined, 6])
  await rig.as(system).commit({ orderId: 'a' })
  await setStock(rig, 'fish', 8)
  assert.deepEqual(await figuresOf(rig, 'fish'), [8, 0])
  const moves = await rig.storage.read('moves', (db) =>
    db.selectFrom('stock_move').selectAll().orderBy('id').execute(),
  )
  assert.deepEqual(
    moves.map(({ kind, delta, reason }) => [kind, delta, reason]),
    [
      ['SET', 10, '盘点'],
      ['SET', -4, '盘点'],
      ['SET', -6, '盘点'],
      ['COMMIT', 0, ''],
      ['SET', 8, '盘点'],
    ],
  )
  assert.deepEqual(await violations(rig), [])
})

test('stock that runs low, out and back is announced when it does', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 8)
  assert.deepEqual(await rig.announced(), [])
  await reserve(rig, 'a', { fish: 2 })
  assert.deepEqual(await rig.announced(), [], 'six are not few')
  await reserve(rig, 'b', { fish: 1 })
  assert.deepEqual(await rig.announced(), ['StockLow fish 5'])
  await reserve(rig, 'c', { fish: 1 })
  assert.deepEqual(await rig.announced(), [], 'it was low before')
  await reserve(rig, 'd', { fish: 4 })
  assert.deepEqual(await rig.announced(), ['SoldOut fish'])
  await reserve(rig, 'e', { fish: 1 })
  assert.deepEqual(await rig.announced(), [])
  await rig.as(system).release({ orderId: 'c' })
  assert.deepEqual(await rig.announced(), ['BackInStock fish'])
  await rig.as(system).release({ orderId: 'd' })
  await rig.as(system).commit({ orderId: 'a' })
  assert.deepEqual(await rig.announced(), [])
  await setStock(rig, 'fish', 1)
  assert.deepEqual(await rig.announced(), ['SoldOut fish'])
  await setStock(rig, 'fish', 100)
  assert.deepEqual(await rig.announced(), ['BackInStock fish'])
})

test('a dish marked as sold out is refused until the next day, and its stock is not touched', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 10)
  const marked = await mark(rig, 'fish', true)
  assert.deepEqual([marked.onHand, marked.soldOutUntil], [10, midnight])
  assert.deepEqual(await rig.announced(), ['SoldOut fish'])
  assert.deepEqual(await reserve(rig, 'a', { fish: 1 }), ['REJECTED', 'fish'])
  rig.clock.set(midnight - 1)
  assert.deepEqual(await reserve(rig, 'b', { fish: 1 }), ['REJECTED', 'fish'])
  rig.clock.set(midnight)
  assert.deepEqual(await reserve(rig, 'c', { fish: 1 }), ['HELD'], 'even before the timer rings')
  await cutDay(rig)
  assert.deepEqual(await rig.announced(), ['BackInStock fish'])
  assert.deepEqual(await figuresOf(rig, 'fish'), [10, 1])
})

test('what is given back of a dish marked as sold out is not announced as back', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 2)
  await rig.announced()
  await reserve(rig, 'a', { fish: 2 })
  await mark(rig, 'fish', true)
  await rig.as(system).release({ orderId: 'a' })
  assert.deepEqual(await rig.announced(), ['SoldOut fish'])
  await mark(rig, 'fish', false)
  assert.deepEqual(await rig.announced(), ['BackInStock fish'])
})

test('a mark can be taken back, also from a dish nobody has counted', async (t) => {
  const rig = await createRig(t)
  await mark(rig, 'tea', true)
  assert.deepEqual(await reserve(rig, 'a', { tea: 1 }), ['REJECTED', 'tea'])
  await mark(rig, 'tea', false)
  assert.deepEqual(await reserve(rig, 'b', { tea: 1 }), ['HELD'])
  assert.deepEqual(await rig.announced(), ['SoldOut tea', 'BackInStock tea'])
})

test('a new day fills up daily amounts beside what is reserved, as a movement, once', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 3, 50)
  await setStock(rig, 'soup', 4)
  await setStock(rig, 'tea', undefined, 20)
  await reserve(rig, 'a', { fish: 3, soup: 1 })
  assert.deepEqual(await timers(rig), [{ kind: 'day-cut', ref: '1', due_at: midnight }])
  await cutDay(rig)
  assert.deepEqual(await figuresOf(rig, 'fish'), [3, 3], 'the day is not over')

  await rig.announced()
  rig.clock.set(midnight + 5)
  await Promise.all([cutDay(rig), cutDay(rig)])
  await cutDay(rig)
  assert.deepEqual(await figuresOf(rig, 'fish'), [53, 3])
  assert.deepEqual(await figuresOf(rig, 'soup'), [4, 1])
  assert.deepEqual(await figuresOf(rig, 'tea'), [20, 0])
  assert.deepEqual(await rig.announced(), ['BackInStock fish'])
  assert.deepEqual(await timers(rig), [{ kind: 'day-cut', ref: '1', due_at: midnight + dayMs }])

  await rig.as(system).commit({ orderId: 'a' })
  rig.clock.set(midnight + 3 * dayMs + 7)
  await cutDay(rig)
  assert.deepEqual(await figuresOf(rig, 'fish'), [50, 0], 'days nobody was there for are one day')
  assert.deepEqual(await timers(rig), [{ kind: 'day-cut', ref: '1', due_at: midnight + 4 * dayMs }])
  assert.deepEqual(await violations(rig), [])
})

test('a dish joining later does not move the day that is already awaited', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 1, 10)
  rig.clock.set(midnight + 1)
  await setStock(rig, 'soup', 1, 10)
  assert.deepEqual(await timers(rig), [{ kind: 'day-cut', ref: '1', due_at: midnight }])
})

test('stock is set by the shop’s own staff, within bounds and for a reason', async (t) => {
  const rig = await createRig(t)
  const figures = { shopId: '2', dishId: 'fish', onHand: 1, reason: '盘点' }
  for (const by of [customer, staff, { kind: 'anonymous' } as const]) {
    await assert.rejects(rig.as(by).setStock(figures), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).markSoldOut({ ...figures, soldOut: true }), { kind: 'forbidden' })
  }
  await assert.rejects(setStock(rig, 'fish', -1), { reason: 'STOCK_INVALID' })
  await assert.rejects(setStock(rig, 'fish', 1_000_001), { reason: 'STOCK_INVALID' })
  await assert.rejects(setStock(rig, 'fish', 1, -1), { reason: 'STOCK_INVALID' })
  for (const reason of ['', '  ', '长'.repeat(101)])
    await assert.rejects(rig.as(system).setStock({ ...figures, reason }), { reason: 'STOCK_INVALID' })
  assert.deepEqual((await rig.as(system).listStock({ shopId: '1' })).items, [])
  assert.equal((await rig.as(system).setStock(figures)).onHand, 1)
  assert.equal(rig.clock.now(), noon)
})
