import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceM, isInCircle, isInPolygon, type Location } from './geometry.ts'

const place = (latitude: number, longitude: number): Location => ({
  latitudeE6: Math.round(latitude * 1e6),
  longitudeE6: Math.round(longitude * 1e6),
})
const beijing = place(39.9042, 116.4074)
const shanghai = place(31.2304, 121.4737)

const locations = fc.record({
  latitudeE6: fc.integer({ min: -89_000_000, max: 89_000_000 }),
  longitudeE6: fc.integer({ min: -180_000_000, max: 180_000_000 }),
})
/** Within a city, where whole numbers are exact. */
const nearby = fc.record({
  latitudeE6: fc.integer({ min: 39_900_000, max: 40_100_000 }),
  longitudeE6: fc.integer({ min: 116_200_000, max: 116_500_000 }),
})

test('distances are those of the globe', () => {
  assert.ok(Math.abs(distanceM(beijing, shanghai) - 1_067_311) < 200, String(distanceM(beijing, shanghai)))
  const degree = distanceM(place(0, 0), place(1, 0))
  assert.ok(Math.abs(degree - 111_195) < 1, String(degree))
  assert.ok(Math.abs(distanceM(place(0, 179.9), place(0, -179.9)) - degree * 0.2) < 1)
  assert.ok(Math.abs(distanceM(place(0, 0), place(0, 180)) - degree * 180) < 1)
})

test('a distance is the same both ways, zero only in place, and no detour is shorter', () => {
  fc.assert(
    fc.property(locations, locations, locations, (a, b, c) => {
      const direct = distanceM(a, b)
      assert.ok(Math.abs(direct - distanceM(b, a)) < 1e-6)
      assert.equal(distanceM(a, a), 0)
      assert.ok(direct <= distanceM(a, c) + distanceM(c, b) + 1e-3)
    }),
  )
})

test('a circle covers what is no farther from its center than its radius', () => {
  const circle = { center: beijing, radiusM: 3000 }
  assert.equal(isInCircle(circle, place(39.9042 + 0.02697, 116.4074)), true)
  assert.equal(isInCircle(circle, place(39.9042 + 0.02699, 116.4074)), false)
})

const rectangle = [place(40, 116), place(40, 116.2), place(40.1, 116.2), place(40.1, 116)]
/** Open to the north. */
const horseshoe = [
  ...[place(40, 116), place(40, 116.3), place(40.2, 116.3), place(40.2, 116.2)],
  ...[place(40.1, 116.2), place(40.1, 116.1), place(40.2, 116.1), place(40.2, 116)],
]

test('a polygon covers its inside, its edges and its corners, and nothing beside them', () => {
  for (const inside of [place(40.05, 116.1), place(40, 116.1), place(40.1, 116.2), place(40.05, 116)])
    assert.equal(isInPolygon(rectangle, inside), true, JSON.stringify(inside))
  for (const outside of [place(40.100001, 116.1), place(39.999999, 116.1), place(40.05, 116.200001)])
    assert.equal(isInPolygon(rectangle, outside), false, JSON.stringify(outside))
  assert.equal(isInPolygon(horseshoe, place(40.15, 116.15)), false, 'between the arms')
  assert.equal(isInPolygon(horseshoe, place(40.15, 116.05)), true, 'in an arm')
  assert.equal(isInPolygon(horseshoe, place(40.2, 116.15)), false, 'level with the tips')
  assert.equal(isInPolygon(horseshoe, place(40.1, 116.15)), true, 'on the inner edge')
})

test('it is the same polygon whichever way round and wherever it begins', () => {
  const polygons = fc.array(nearby, { minLength: 3, maxLength: 8 })
  fc.assert(
    fc.property(polygons, nearby, fc.nat(7), (polygon, point, turn) => {
      const turned = [...polygon.slice(turn % polygon.length), ...polygon.slice(0, turn % polygon.length)]
      const found = isInPolygon(polygon, point)
      assert.equal(isInPolygon(turned, point), found)
      assert.equal(isInPolygon(polygon.toReversed(), point), found)
      for (const corner of polygon) assert.equal(isInPolygon(polygon, corner), true)
    }),
  )
})

test('of a triangle, exactly the mixtures of its corners are covered', () => {
  const weights = fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -50, max: 150 }))
  const [a, b, c] = [place(40, 116.2), place(40.09, 116.31), place(39.95, 116.44)]
  fc.assert(
    fc.property(weights, ([p, q]) => {
      const mix = (x: number, y: number, z: number) => (x * p + y * q + z * (100 - p - q)) / 100
      const point = {
        latitudeE6: mix(a.latitudeE6, b.latitudeE6, c.latitudeE6),
        longitudeE6: mix(a.longitudeE6, b.longitudeE6, c.longitudeE6),
      }
      assert.equal(isInPolygon([a, b, c], point), p >= 0 && q >= 0 && p + q <= 100)
    }),
  )
})
