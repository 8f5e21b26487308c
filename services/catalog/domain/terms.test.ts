import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Shop } from './catalog.ts'
import type { Area } from './delivery.ts'
import { aShop } from './shop.fixture.ts'
import { slotMs, slotsOf } from './slots.ts'
import { standingOf, standsUntil } from './standing.ts'
import { termsFor } from './terms.ts'
import { minuteMs, offsetAt } from './zone.ts'

const at = (text: string) => Date.parse(text)
const noon = at('2026-11-23T12:00+08:00')
const here = { latitudeE6: 40_050_000, longitudeE6: 116_300_000 }
/** So many metres to the north. */
const north = (metres: number) => ({ ...here, latitudeE6: here.latitudeE6 + Math.round(metres / 0.111195) })
const asap = { destination: undefined, deliverAt: 0 }
const to = (metres: number) => ({ destination: { location: north(metres) }, deliverAt: 0 })

const lunch = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 660, closesMinute: 840 }))
const lunchShop: Shop = { ...aShop, hours: { week: lunch, exceptions: [] } }

const circle = (name: string, radiusM: number, changes: Partial<Area> = {}): Area => ({
  ...{ name, shape: { circle: { center: here, radiusM } }, steps: [] },
  ...{ feeFen: 600, minimumOrderFen: 2000, deliveryMinutes: 30 },
  ...changes,
})

test('a shop without areas delivers everywhere at its flat fee, on the map or not', () => {
  for (const destination of [undefined, { location: null }, { location: north(1_000_000) }]) {
    const { refusal, deliveryFeeFen, minimumOrderFen } = termsFor(aShop, { destination, deliverAt: 0 }, noon)
    assert.deepEqual([refusal, deliveryFeeFen, minimumOrderFen], ['', 600, 1500])
  }
})

test('with areas an address must be on the map and inside one', () => {
  const shop = { ...aShop, areas: [circle('近', 3000)] }
  assert.equal(
    termsFor(shop, { destination: { location: null }, deliverAt: 0 }, noon).refusal,
    'ADDRESS_NOT_LOCATED',
  )
  assert.equal(termsFor(shop, to(3100), noon).refusal, 'OUT_OF_RANGE')
  assert.equal(termsFor(shop, to(2900), noon).refusal, '')
  assert.equal(termsFor({ ...shop, open: false }, to(3100), noon).refusal, 'SHOP_CLOSED')
})

test('where a shop takes them, addresses that are not on the map are served at the flat fee', () => {
  const shop = { ...aShop, areas: [circle('近', 3000, { feeFen: 100 })], takesUnlocated: true }
  const unlocated = termsFor(shop, { destination: { location: null }, deliverAt: 0 }, noon)
  assert.deepEqual([unlocated.refusal, unlocated.deliveryFeeFen, unlocated.minimumOrderFen], ['', 600, 1500])
  assert.equal(termsFor(shop, to(3100), noon).refusal, 'OUT_OF_RANGE')
})

test('the cheapest area that covers an address serves it, and its fee grows by distance', () => {
  const steps = [
    { beyondM: 2000, feeFen: 900 },
    { beyondM: 4000, feeFen: 1400 },
  ]
  const shop = {
    ...aShop,
    areas: [
      circle('远', 5000, { feeFen: 500, steps, minimumOrderFen: 3000 }),
      circle('近', 3000, { feeFen: 700, minimumOrderFen: 1000 }),
      circle('慢', 3000, { feeFen: 700, minimumOrderFen: 1000, deliveryMinutes: 60 }),
    ],
  }
  const terms = (metres: number) => {
    const { deliveryFeeFen, minimumOrderFen, leadMs } = termsFor(shop, to(metres), noon)
    return [deliveryFeeFen, minimumOrderFen, leadMs / minuteMs]
  }
  assert.deepEqual(terms(1000), [500, 3000, 50])
  assert.deepEqual(terms(2500), [700, 1000, 50])
  assert.deepEqual(terms(3500), [900, 3000, 50])
  assert.deepEqual(terms(4500), [1400, 3000, 50])
  const { deliveryFeeFen, minimumOrderFen } = termsFor(shop, asap, noon)
  assert.deepEqual([deliveryFeeFen, minimumOrderFen], [500, 3000], 'without an address: from')
})

test('the switch at the counter wins over the hours, and only inside them a shop is open', () => {
  const open = (shop: Shop, now: number) => {
    const { openNow, opensAt, closesAt } = standingOf(shop, now)
    return [openNow, opensAt, closesAt]
  }
  const evening = at('2026-11-23T15:00+08:00')
  assert.deepEqual(open(lunchShop, noon), [true, 0, at('2026-11-23T14:00+08:00')])
  assert.deepEqual(open(lunchShop, evening), [false, at('2026-11-24T11:00+08:00'), 0])
  assert.deepEqual(open({ ...lunchShop, open: false }, noon), [false, 0, 0])
  assert.deepEqual(open({ ...lunchShop, open: false }, evening), [false, 0, 0])
  assert.deepEqual(open(aShop, evening), [true, 0, 0])
})

test('what is too far away to be seen is looked for again in time', () => {
  const exceptions = [{ date: '2026-12-20', ranges: [] }]
  const shop = { ...aShop, hours: { week: [], exceptions } }
  const closing = at('2026-12-20T00:00+08:00')
  for (let now = noon; now < closing; now = standsUntil(shop, now)) {
    assert.equal(standingOf(shop, now).openNow, true)
    assert.ok(standsUntil(shop, now) > now && standsUntil(shop, now) <= closing)
  }
  assert.equal(standingOf(shop, closing).openNow, false)
  assert.equal(standsUntil(aShop, noon), 0)
})

test('busy minutes are added until they end by themselves', () => {
  const busy = { ...aShop, busyMinutes: 25, busyUntil: noon + 60 * minuteMs }
  const lead = (now: number) => termsFor(busy, asap, now).leadMs / minuteMs
  assert.equal(lead(noon), 75)
  assert.equal(termsFor(busy, asap, noon).estimatedAt, noon + 75 * minuteMs)
  assert.equal(standsUntil(busy, noon), busy.busyUntil)
  assert.equal(lead(busy.busyUntil - 1), 75)
  assert.equal(lead(busy.busyUntil), 50)
  assert.equal(standsUntil(busy, busy.busyUntil), 0)
})

test('as soon as possible needs an open shop, beforehand needs a slot within later hours', () => {
  const morning = at('2026-11-23T09:00+08:00')
  const wish = (text: string, shop = lunchShop) => {
    const { refusal, slot, estimatedAt } = termsFor(
      shop,
      { destination: undefined, deliverAt: at(text) },
      morning,
    )
    return slot ? [refusal, slot.startAt, slot.endAt, estimatedAt] : [refusal]
  }
  assert.equal(termsFor(lunchShop, asap, morning).refusal, 'SHOP_CLOSED')
  assert.deepEqual(wish('2026-11-23T12:10+08:00'), ['', noon, noon + slotMs, noon + 10 * minuteMs])
  assert.deepEqual(wish('2026-11-24T11:00+08:00').slice(0, 1), [''])
  assert.deepEqual(wish('2026-11-23T14:00+08:00'), ['SHOP_CLOSED'], 'after the hours')
  assert.deepEqual(wish('2026-11-25T12:00+08:00'), ['SLOT_MISSING'], 'the day after tomorrow')
  assert.deepEqual(wish('2026-11-23T12:10+08:00', { ...lunchShop, open: false }), ['SHOP_CLOSED'])
  assert.deepEqual(wish('2026-11-23T09:10+08:00'), ['SHOP_CLOSED'], 'sooner than it can be made is now')
  assert.deepEqual(wish('2026-11-23T09:10+08:00', aShop), [''])
})

test('slots are half hours of the shop’s clock inside its hours that can still be prepared for', () => {
  const starts = (shop: Shop, now: number) =>
    slotsOf(shop, now).map(({ startAt }) => new Date(startAt).toISOString())
  const later = at('2026-11-23T12:45+08:00')
  assert.deepEqual(starts(lunchShop, later), [
    '2026-11-23T05:30:00.000Z',
    ...['2026-11-24T03:00:00.000Z', '2026-11-24T03:30:00.000Z', '2026-11-24T04:00:00.000Z'],
    ...['2026-11-24T04:30:00.000Z', '2026-11-24T05:00:00.000Z', '2026-11-24T05:30:00.000Z'],
  ])
  const busy = { ...lunchShop, busyMinutes: 26, busyUntil: later + 1 }
  assert.equal(starts(busy, later).length, 6, 'a busy shop offers less of today')
  assert.deepEqual(starts({ ...lunchShop, open: false }, later), [])
  const ragged = [{ weekday: 1, opensMinute: 13 * 60 + 10, closesMinute: 14 * 60 + 20 }]
  assert.deepEqual(starts({ ...aShop, hours: { week: ragged, exceptions: [] } }, noon), [
    '2026-11-23T05:30:00.000Z',
  ])
})

test('in every zone slots are half hours of the wall clock, in order, and can be booked', () => {
  const zones = fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe')
  const instants = fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2027-01-01T00:00Z') })
  const opens = fc.integer({ min: 0, max: 1439 })
  fc.assert(
    fc.property(
      zones,
      instants,
      opens,
      fc.integer({ min: 30, max: 1440 }),
      (timeZone, now, opensMinute, length) => {
        const range = { opensMinute, closesMinute: opensMinute + length }
        const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...range }))
        const shop = { ...aShop, timeZone, hours: { week, exceptions: [] } }
        const slots = slotsOf(shop, now)
        let before = now
        for (const { startAt, endAt } of slots) {
          assert.ok(startAt >= before && endAt === startAt + slotMs)
          assert.equal((startAt + offsetAt(startAt, timeZone)) % slotMs, 0)
          const { refusal, slot } = termsFor(shop, { destination: undefined, deliverAt: endAt - 1 }, now)
          assert.deepEqual([refusal, slot?.startAt], ['', startAt])
          before = endAt
        }
      },
    ),
    { numRuns: 60 },
  )
})
