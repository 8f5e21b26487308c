import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../random.ts'
import { backOffMs } from './back-off.ts'

test('waits double from 0.2 s up to a minute, and the upper half of each is random', () => {
  const random = seededRandom(5)
  for (let attempts = 0; attempts < 2000; attempts++) {
    const full = Math.min(60_000, 200 * 2 ** attempts)
    const waits = Array.from({ length: 20 }, () => backOffMs(attempts, random))
    assert.ok(waits.every((wait) => wait >= full / 2 && wait <= full && Number.isSafeInteger(wait)))
    assert.ok(new Set(waits).size > 5)
  }
})
