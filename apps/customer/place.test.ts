import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSamePlace, placeOf } from './place.ts'

test('in mainland China a place is where maps there show it, elsewhere where the device is', () => {
  // Tiananmen, by a satellite receiver and on the map.
  const { latitudeE6, longitudeE6 } = placeOf({ latitude: 39.907_333, longitude: 116.391_083 })
  assert.ok(Math.abs(latitudeE6 - 39_908_737) < 30, `${latitudeE6}`)
  assert.ok(Math.abs(longitudeE6 - 116_397_325) < 30, `${longitudeE6}`)
  const paris = placeOf({ latitude: 48.858_37, longitude: 2.294_481 })
  assert.deepEqual(paris, { latitudeE6: 48_858_370, longitudeE6: 2_294_481 })
})

test('a position goes with the words it was found for; what was blank then may be filled in', () => {
  const region = { province: '北京市', city: '北京市', district: '海淀区' }
  const home = { ...region, detail: '测试路1号' }
  assert.ok(isSamePlace(home, home))
  assert.ok(isSamePlace({ province: '', city: '', district: '', detail: '' }, home))
  assert.ok(!isSamePlace(home, { ...home, detail: '测试路9号' }))
  assert.ok(!isSamePlace(home, { ...home, district: '朝阳区' }))
})
