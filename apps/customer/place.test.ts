import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf } from './place.ts'

test('in mainland China a place is where maps there show it, elsewhere where the device is', () => {
  // Tiananmen, by a satellite receiver and on the map.
  const { latitudeE6, longitudeE6 } = placeOf({ latitude: 39.907_333, longitude: 116.391_083 })
  assert.ok(Math.abs(latitudeE6 - 39_908_737) < 30, `${latitudeE6}`)
  assert.ok(Math.abs(longitudeE6 - 116_397_325) < 30, `${longitudeE6}`)
  const paris = placeOf({ latitude: 48.858_37, longitude: 2.294_481 })
  assert.deepEqual(paris, { latitudeE6: 48_858_370, longitudeE6: 2_294_481 })
})
