import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextDayCut } from './day-cut.ts'

const hourMs = 3_600_000
const shanghai = { utcOffsetMs: 8 * hourMs, dayCutMs: 0 }

test('the next day begins at the shop’s midnight, strictly after now', () => {
  const midnight = Date.parse('2026-06-02T00:00:00+08:00')
  assert.equal(nextDayCut(Date.parse('2026-06-01T00:00:00+08:00'), shanghai), midnight)
  assert.equal(nextDayCut(Date.parse('2026-06-01T12:00:00+08:00'), shanghai), midnight)
  assert.equal(nextDayCut(midnight - 1, shanghai), midnight)
  assert.equal(nextDayCut(midnight, shanghai), midnight + 24 * hourMs)
})

test('a shop that works past midnight cuts its day later', () => {
  const late = { ...shanghai, dayCutMs: 4 * hourMs }
  const cut = Date.parse('2026-06-02T04:00:00+08:00')
  assert.equal(nextDayCut(Date.parse('2026-06-02T01:00:00+08:00'), late), cut)
  assert.equal(nextDayCut(Date.parse('2026-06-01T04:00:00+08:00'), late), cut)
  assert.equal(nextDayCut(Date.parse('2026-06-01T03:59:59+08:00'), late), cut - 24 * hourMs)
})
