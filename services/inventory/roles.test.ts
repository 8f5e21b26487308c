import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Person } from '#kit/context.ts'
import { createRig } from './inventory.fixture.ts'

const inRole = (role: string): Person => ({ kind: 'employee', id: '3', shopId: '1', roles: [role] })
const forbidden = { kind: 'forbidden', reason: 'ROLE_MISSING' }

test('stock is counted by kitchen, staff and managers, and seen by everybody who works there', async (t) => {
  const rig = await createRig(t)
  const dish = { shopId: '1', dishId: 'fish' }
  const set = { ...dish, onHand: 3, dailyQuota: 0 }
  for (const role of ['cashier', 'finance', '']) {
    const calls = rig.as(inRole(role))
    await assert.rejects(calls.setStock(set), forbidden)
    await assert.rejects(calls.markSoldOut({ ...dish, soldOut: true }), forbidden)
    await assert.rejects(calls.setThreshold({ ...dish, lowAt: 1 }), forbidden)
    const adjusted = { ...dish, delta: 1, reason: '盘点', idempotencyKey: 'k-1' }
    await assert.rejects(calls.adjustStock(adjusted), forbidden)
    assert.deepEqual((await calls.listMovements({ ...dish, limit: 1 })).movements, [])
  }
  for (const role of ['kitchen', 'staff', 'manager'])
    await rig.as(inRole(role)).markSoldOut({ ...dish, soldOut: true })
})
