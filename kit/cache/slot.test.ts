import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slotOf } from './slot.ts'

test('a key has the slot that a cluster gives it, and a tag in braces decides alone', () => {
  assert.deepEqual(['123456789', 'foo', '{user1000}.following'].map(slotOf), [12_739, 12_182, 3443])
  assert.equal(slotOf('menu:{7}:lease'), slotOf('{7}'))
  assert.notEqual(slotOf('{}a'), slotOf('{}b'))
  assert.notEqual(slotOf('{a'), slotOf('{b'))
})
