import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextAsk } from './schedule.ts'

const pauses = [5, 10, 15, 30, 60].map((seconds) => seconds * 1000)

test('an attempt is asked about after 5, 15, 30 and 60 seconds and then each minute', () => {
  const asked: number[] = []
  for (let now = 0; asked.length < 7; ) {
    now = nextAsk(pauses, 0, now)
    asked.push(now / 1000)
  }
  assert.deepEqual(asked, [5, 15, 30, 60, 120, 180, 240])
})

test('what was slept through is not asked about more often afterwards', () => {
  assert.equal(nextAsk(pauses, 0, 3_600_000), 3_660_000)
})
