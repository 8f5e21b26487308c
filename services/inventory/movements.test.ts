import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MovementKind } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  createRig,
  customer,
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

const adjust = (rig: Rig, ref: string, delta: number, reason = '损耗') =>
  rig.as(staff).adjustStock({ shopId: '1', dishId: 'fish', delta, reason, idempotencyKey: ref })
const movements = (rig: Rig, page: { cursor?: string; limit?: number } = {}) =>
  rig.as(staff).listMovements({ shopId: '1', dishId: 'fish', limit: 100, ...page })

test('an adjustment moves what is on hand, once for each key however often it comes', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 10)
  const same = Array.from({ length: 5 }, () => adjust(rig, 'a', -3))
  for (const item of await Promise.all(same)) assert.equal(item.onHand, 7)
  assert.equal((await adjust(rig, 'b', 5, '补货')).onHand, 12)
  await assert.rejects(adjust(rig, 'a', -2), { reason: 'ADJUSTMENT_DIFFERS' })
  assert.deepEqual(await figuresOf(rig, 'fish'), [12, 0])
  assert.deepEqual(await violations(rig), [])
})

test('many adjustments at once all count', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 100)
  await Promise.all(Array.from({ length: 20 }, (_, at) => adjust(rig, `ref-${at}`, at % 2 ? -3 : 1)))
  assert.deepEqual(await figuresOf(rig, 'fish'), [80, 0])
  assert.deepEqual(await violations(rig), [])
})

test('an adjustment takes no promised stock, has a reason, and is for the shop’s staff', async (t) => {
  const rig = await createRig(t)
  await assert.rejects(adjust(rig, 'a', 1), { kind: 'precondition', reason: 'STOCK_NOT_COUNTED' })
  await setStock(rig, 'fish', 10)
  await reserve(rig, 'order', { fish: 8 })
  await assert.rejects(adjust(rig, 'a', -3), { reason: 'STOCK_BELOW_RESERVED' })
  for (const [delta, reason] of [
    [0, '损耗'],
    [1, ''],
    [1, '长'.repeat(101)],
    [1_000_001, '补货'],
    [999_999, '补货'],
  ] as const)
    await assert.rejects(adjust(rig, 'a', delta, reason), { reason: 'STOCK_INVALID' })
  const asked = { shopId: '2', dishId: 'fish', delta: 1, reason: '补货', idempotencyKey: 'a' }
  for (const by of [customer, staff]) {
    await assert.rejects(rig.as(by).adjustStock(asked), { kind: 'forbidden' })
    await assert.rejects(rig.as(by).listMovements({ ...asked, limit: 1 }), { kind: 'forbidden' })
  }
  assert.deepEqual(await figuresOf(rig, 'fish'), [10, 8])
  assert.equal((await movements(rig)).movements.length, 1)
  assert.equal((await adjust(rig, 'a', -2)).onHand, 8, 'a refused key is not used up')
})

test('the movements of a dish are its whole history, newest first, page by page', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'rice', 5)
  await setStock(rig, 'fish', 10)
  await reserve(rig, 'order', { fish: 2, rice: 1 })
  await rig.as(system).commit({ orderId: 'order' })
  await adjust(rig, 'a', -1)
  const { movements: all, nextCursor } = await movements(rig)
  assert.deepEqual(
    all.map(({ kind, delta, reason, movedBy, at }) => [MovementKind[kind], delta, reason, movedBy, at]),
    [
      ['ADJUST', -1, '损耗', 'employee:3', noon],
      ['COMMIT', -2, '', '', noon],
      ['SET', 10, '盘点', 'employee:3', noon],
    ],
  )
  assert.deepEqual(
    all.map(({ orderId }) => orderId),
    ['', 'order', ''],
  )
  assert.equal(nextCursor, '')
  const first = await movements(rig, { limit: 2 })
  const second = await movements(rig, { limit: 2, cursor: first.nextCursor })
  assert.deepEqual([...first.movements, ...second.movements], all)
  assert.equal(second.nextCursor, '')
  for (const wrong of [{ limit: -1 }, { limit: 101 }, { cursor: '-1' }, { cursor: "'" }])
    await assert.rejects(movements(rig, wrong), { reason: 'PARAMETER_INVALID' })
})

test('a dish is low at its own number where it has one', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 20)
  await setStock(rig, 'rice', 20)
  const threshold = (dishId: string, lowAt?: number) =>
    rig.as(staff).setThreshold({ shopId: '1', dishId, lowAt })
  assert.equal((await threshold('fish', 15)).lowAt, 15)
  await threshold('rice', 0)
  await reserve(rig, 'a', { fish: 4, rice: 16 })
  assert.deepEqual(await rig.announced(), [], 'sixteen fish are not few yet, four rice are enough')
  await reserve(rig, 'b', { fish: 1, rice: 1 })
  assert.deepEqual(await rig.announced(), ['StockLow fish 15'])
  await setStock(rig, 'rice', 30)
  assert.equal((await threshold('rice')).lowAt, undefined)
  await reserve(rig, 'c', { rice: 8 })
  assert.deepEqual(await rig.announced(), ['StockLow rice 5'], 'as the installation has it')
  await assert.rejects(threshold('fish', -1), { reason: 'STOCK_INVALID' })
  const foreign = { shopId: '2', dishId: 'fish', lowAt: 1 }
  await assert.rejects(rig.as(staff).setThreshold(foreign), { kind: 'forbidden' })
})

test('everybody can see what is sold out, and until when where that ends by itself', async (t) => {
  const rig = await createRig(t)
  const soldOut = () => rig.as({ kind: 'anonymous' }).listSoldOut({ shopId: '1' })
  assert.deepEqual(await soldOut(), { dishIds: [], freshUntil: 0 })
  await setStock(rig, 'fish', 2)
  await setStock(rig, 'rice', 5)
  await reserve(rig, 'a', { fish: 2 })
  assert.deepEqual(await soldOut(), { dishIds: ['fish'], freshUntil: 0 })
  await rig.as(staff).markSoldOut({ shopId: '1', dishId: 'tea', soldOut: true })
  assert.deepEqual(await soldOut(), { dishIds: ['fish', 'tea'], freshUntil: midnight })
  rig.clock.set(midnight)
  assert.deepEqual(await soldOut(), { dishIds: ['fish'], freshUntil: 0 })
  await rig.as(system).release({ orderId: 'a' })
  assert.deepEqual(await soldOut(), { dishIds: [], freshUntil: 0 })
})
