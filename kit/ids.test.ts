import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from './clock.ts'
import { createIds } from './ids.ts'
import { seededRandom } from './random.ts'

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('an id is a UUIDv7 that begins with its time', () => {
  const id = createIds(manualClock(0x0190_1234_5678), seededRandom(1)).uuid()
  assert.match(id, form)
  assert.ok(id.startsWith('01901234-5678-7'))
})

test('ids made in one millisecond are different and sort by the order they were made', () => {
  const ids = createIds(manualClock(1_700_000_000_000), seededRandom(2))
  const made = Array.from({ length: 20_000 }, () => ids.uuid())
  assert.equal(new Set(made).size, made.length)
  assert.deepEqual(made.toSorted(), made)
  assert.ok(made.every((id) => form.test(id)))
})

test('ids keep sorting when the clock goes back', () => {
  let now = 2000
  const ids = createIds({ ...manualClock(0), now: () => now }, seededRandom(3))
  const first = ids.uuid()
  now = 1000
  assert.ok(ids.uuid() > first)
})
