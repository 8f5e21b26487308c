import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Clocked, type Hours, hoursAt, openingsOf } from './hours.ts'
import { dayAt, dayMs, instantOf, minuteMs, nameOfDay, numberOfDay, offsetAt, weekdayOf } from './zone.ts'

const withoutSummertime = ['Asia/Shanghai', 'Asia/Kathmandu', 'UTC', 'Pacific/Apia']
const withSummertime = ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/St_Johns']
const shanghai = 'Asia/Shanghai'
const at = (text: string) => Date.parse(text)

/** From 2024 to 2027. */
const instants = fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2027-12-31T00:00Z') })

const range = fc
  .record({
    opensMinute: fc.integer({ min: 0, max: 1439 }),
    lengthMinutes: fc.integer({ min: 1, max: 1440 }),
  })
  .map(({ opensMinute, lengthMinutes }) => ({ opensMinute, closesMinute: opensMinute + lengthMinutes }))

const weekRange = fc
  .tuple(fc.integer({ min: 1, max: 7 }), range)
  .map(([weekday, one]) => ({ weekday, ...one }))
const weeks = fc.array(weekRange, { minLength: 1, maxLength: 10 })

/** What the clock on the wall says, without instants: whether a range of today or of yesterday holds now. */
function isOpenByTheWall(week: Hours['week'], instant: number, timeZone: string): boolean {
  const shown = instant + offsetAt(instant, timeZone)
  const day = Math.floor(shown / dayMs)
  const minute = (shown - day * dayMs) / minuteMs
  return week.some(({ weekday, opensMinute, closesMinute }) => {
    const holds = (then: number, of: number) =>
      weekday === weekdayOf(of) && then >= opensMinute && then < closesMinute
    return holds(minute, day) || holds(minute + 1440, day - 1)
  })
}

test('where clocks are never changed a shop is open exactly when the clock on the wall says so', () => {
  fc.assert(
    fc.property(fc.constantFrom(...withoutSummertime), weeks, instants, (timeZone, week, now) => {
      const { within } = hoursAt({ hours: { week, exceptions: [] }, timeZone }, now)
      assert.equal(within, isOpenByTheWall(week, now, timeZone))
    }),
    { numRuns: 400 },
  )
})

test('where clocks are changed that holds on every day that is not beside a change', () => {
  fc.assert(
    fc.property(fc.constantFrom(...withSummertime), weeks, instants, (timeZone, week, now) => {
      const offsets = [-2, -1, 0, 1, 2].map((days) => offsetAt(now + days * dayMs, timeZone))
      fc.pre(new Set(offsets).size === 1)
      const { within } = hoursAt({ hours: { week, exceptions: [] }, timeZone }, now)
      assert.equal(within, isOpenByTheWall(week, now, timeZone))
    }),
    { numRuns: 400 },
  )
})

test('in every zone nothing changes before the moment announced, and then it does', () => {
  const zones = fc.constantFrom(...withoutSummertime, ...withSummertime)
  fc.assert(
    fc.property(
      zones,
      weeks,
      instants,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (timeZone, week, now, part) => {
        const shop: Clocked = { hours: { week, exceptions: [] }, timeZone }
        const { within, changesAt } = hoursAt(shop, now)
        if (changesAt === 0) return
        assert.ok(changesAt > now)
        const between = now + Math.floor((changesAt - 1 - now) * part)
        assert.equal(hoursAt(shop, between).within, within)
        assert.equal(hoursAt(shop, changesAt - 1).within, within)
        assert.equal(hoursAt(shop, changesAt).within, !within)
      },
    ),
    { numRuns: 400 },
  )
})

test('a time on the wall is the instant at which the clock shows it, unless it never does', () => {
  const zones = fc.constantFrom(...withoutSummertime, ...withSummertime)
  fc.assert(
    fc.property(zones, instants, fc.integer({ min: 0, max: 1439 }), (timeZone, near, minute) => {
      const day = dayAt(near, timeZone)
      const instant = instantOf(day, minute, timeZone)
      const shown = instant + offsetAt(instant, timeZone)
      const isSkipped = shown !== day * dayMs + minute * minuteMs
      if (isSkipped) assert.notEqual(offsetAt(instant - dayMs, timeZone), offsetAt(instant + dayMs, timeZone))
      else assert.ok(instant <= near + 2 * dayMs && instant >= near - 2 * dayMs)
    }),
  )
})

test('on the day the clocks go forward a shop opens by the new time, going back it opens once', () => {
  const timeZone = 'America/New_York'
  const week = [{ weekday: 7, opensMinute: 60, closesMinute: 240 }]
  const shop = { hours: { week, exceptions: [] }, timeZone }
  const opensOn = (date: string) => openingsOf(shop, numberOfDay(date) ?? 0, numberOfDay(date) ?? 0)
  const [spring] = opensOn('2026-03-08')
  assert.deepEqual(spring, { beginAt: at('2026-03-08T01:00-05:00'), endAt: at('2026-03-08T04:00-04:00') })
  assert.deepEqual(opensOn('2026-11-01'), [
    { beginAt: at('2026-11-01T01:00-04:00'), endAt: at('2026-11-01T04:00-05:00') },
  ])
})

const lunchAndNight: Hours = {
  week: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, opensMinute: 11 * 60, closesMinute: 14 * 60 },
    { weekday, opensMinute: 18 * 60, closesMinute: 26 * 60 },
  ]),
  exceptions: [
    { date: '2026-10-01', ranges: [] },
    { date: '2026-10-03', ranges: [{ opensMinute: 600, closesMinute: 720 }] },
  ],
}

const says = (text: string, hours = lunchAndNight) => {
  const { within, changesAt } = hoursAt({ hours, timeZone: shanghai }, at(text))
  return [within, changesAt]
}

test('hours may have several ranges a day and pass midnight', () => {
  assert.deepEqual(says('2026-11-23T10:59+08:00'), [false, at('2026-11-23T11:00+08:00')])
  assert.deepEqual(says('2026-11-23T11:00+08:00'), [true, at('2026-11-23T14:00+08:00')])
  assert.deepEqual(says('2026-11-23T14:00+08:00'), [false, at('2026-11-23T18:00+08:00')])
  assert.deepEqual(says('2026-11-24T01:59+08:00'), [true, at('2026-11-24T02:00+08:00')])
  // Friday's night ends on Saturday, when nothing begins.
  assert.deepEqual(says('2026-11-28T01:00+08:00'), [true, at('2026-11-28T02:00+08:00')])
  assert.deepEqual(says('2026-11-28T02:00+08:00'), [false, at('2026-11-30T11:00+08:00')])
})

test('an exception replaces what begins on its date; the night before goes on to its end', () => {
  assert.deepEqual(says('2026-10-01T01:00+08:00'), [true, at('2026-10-01T02:00+08:00')])
  assert.deepEqual(says('2026-10-01T12:00+08:00'), [false, at('2026-10-02T11:00+08:00')])
  assert.deepEqual(says('2026-10-03T11:00+08:00'), [true, at('2026-10-03T12:00+08:00')])
})

test('a shop without a week is open around the clock but for its exceptions', () => {
  assert.deepEqual(says('2026-10-05T03:00+08:00', { week: [], exceptions: [] }), [true, 0])
  const { exceptions } = lunchAndNight
  assert.deepEqual(says('2026-09-30T23:00+08:00', { week: [], exceptions }), [
    true,
    at('2026-10-01T00:00+08:00'),
  ])
  assert.deepEqual(says('2026-10-20T23:00+08:00', { week: [], exceptions }), [true, 0])
})

test('who closes for longer than a fortnight does not say when it opens', () => {
  const week = [{ weekday: 1, opensMinute: 0, closesMinute: 1440 }]
  const exceptions = ['2026-11-30', '2026-12-07', '2026-12-14'].map((date) => ({ date, ranges: [] }))
  assert.deepEqual(says('2026-11-24T12:00+08:00', { week, exceptions }), [false, 0])
  assert.deepEqual(says('2026-11-23T12:00+08:00', { week, exceptions }), [true, at('2026-11-24T00:00+08:00')])
})

test('days have names and numbers, and what names no day has none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (day) => {
      assert.equal(numberOfDay(nameOfDay(day)), day)
      assert.equal(weekdayOf(day), new Date(day * dayMs).getUTCDay() || 7)
    }),
  )
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', 'today', '', '0000-01-01'])
    assert.equal(numberOfDay(text), undefined, text)
})
