import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Outcome } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { createRig, figuresOf, type Rig, setStock, system, violations } from './inventory.fixture.ts'

type Line = readonly [dishId: string, quantity: number]

/** Whether an order of these lines, as they come, got what it wants. */
async function isHeld(rig: Rig, orderId: string, lines: readonly Line[]): Promise<boolean> {
  const asked = lines.map(([dishId, quantity]) => ({ dishId, quantity }))
  const { outcome } = await rig.as(system).reserve({ orderId, shopId: '1', lines: asked })
  assert.ok(outcome === Outcome.HELD || outcome === Outcome.REJECTED)
  return outcome === Outcome.HELD
}

/** A set meal of a fish and two rice, and its dishes; the lines come in every order. */
const baskets: readonly (readonly Line[])[] = [
  [
    ['fish', 1],
    ['rice', 2],
  ],
  [
    ['rice', 2],
    ['fish', 1],
  ],
  [['rice', 1]],
  [['fish', 1]],
]

test('a set meal and its dishes bought at once, in every order, never oversell or deadlock', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 20)
  await setStock(rig, 'rice', 30)
  const bought = await Promise.all(
    Array.from({ length: 80 }, async (_, at) => {
      const lines = baskets[at % baskets.length] ?? []
      return (await isHeld(rig, `order-${at}`, lines)) ? lines : []
    }),
  )
  const taken = (dish: string) =>
    bought
      .flat()
      .filter(([dishId]) => dishId === dish)
      .reduce((sum, [, quantity]) => sum + quantity, 0)
  assert.deepEqual(await figuresOf(rig, 'fish'), [20, taken('fish')])
  assert.deepEqual(await figuresOf(rig, 'rice'), [30, taken('rice')])
  assert.deepEqual(await violations(rig), [])
  const left = [20 - taken('fish'), 30 - taken('rice')]
  assert.ok(Math.min(...left) === 0, `somebody was refused although there were ${left}`)
})

test('buying, giving back, paying and adjusting at once leave figures that add up', async (t) => {
  const rig = await createRig(t)
  await setStock(rig, 'fish', 60)
  await setStock(rig, 'rice', 60)
  const calls = rig.as(system)
  const shop = { shopId: '1', reason: '盘点' }
  await Promise.all(
    Array.from({ length: 40 }, async (_, at) => {
      const orderId = `order-${at}`
      const dishId = at % 2 ? 'fish' : 'rice'
      if (at % 5 === 0) await calls.adjustStock({ ...shop, dishId, delta: 2, idempotencyKey: orderId })
      if (!(await isHeld(rig, orderId, baskets[at % baskets.length] ?? []))) return
      if (at % 3 === 0) await calls.release({ orderId })
      else if (at % 3 === 1) await calls.commit({ orderId })
    }),
  )
  assert.deepEqual(await violations(rig), [])
})
