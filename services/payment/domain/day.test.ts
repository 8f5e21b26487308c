import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayOf, endOfDay, startOfDay } from './day.ts'

const civil = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10)

test('a day is the one that the calendar in China shows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_258_118_400_000 }), (instant) => {
      assert.equal(dayOf(instant), civil(instant))
    }),
  )
})

test('a day reaches from its first instant to the first of the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_258_118_400_000 }), (instant) => {
      const day = dayOf(instant)
      assert.ok(startOfDay(day) <= instant && instant < endOfDay(day))
      assert.equal(dayOf(startOfDay(day) - 1) < day, true)
    }),
  )
  assert.equal(startOfDay('2026-03-01') - startOfDay('2026-02-28'), 86_400_000)
  assert.equal(startOfDay('2028-03-01') - startOfDay('2028-02-28'), 2 * 86_400_000)
})

test('what names no day is none', () => {
  for (const text of ['', '2026-1-1', '2026-02-30', '2026-13-01', '2026-00-10', '2026-01-01T', 'tomorrow']) {
    assert.ok(Number.isNaN(startOfDay(text)), text)
  }
})
