import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf } from './api.ts'
import { toldIn } from './live.ts'
import { fenOf, yuan } from './money.ts'
import { countdown, dayOf, shown } from './time.ts'

test('fen are shown as yuan in either language, to the fen', () => {
  assert.equal(yuan(123_450, 'zh-CN'), '¥1,234.50')
  assert.equal(yuan(5, 'en'), 'CN¥0.05')
})

test('what somebody writes as yuan is exact fen, or no amount at all', () => {
  for (const [text, fen] of [
    ['12.5', 1250],
    ['0.07', 7],
    [' 8 ', 800],
    ['1.15', 115],
  ] as const)
    assert.equal(fenOf(text), fen)
  for (const text of ['', '-1', '1.234', '1e3', '１２', '1,5', '9999999'])
    assert.equal(fenOf(text), undefined)
})

test('instants are shown by the clock of the shop, wherever the device is', () => {
  assert.equal(shown('2026-11-28T16:05:00Z', 'clock', 'zh-CN'), '00:05')
  assert.equal(dayOf(Date.parse('2026-11-28T16:05:00Z')), '2026-11-29')
})

test('a countdown ends at nought and never below', () => {
  assert.equal(countdown(899_001), '15:00')
  assert.equal(countdown(61_000), '1:01')
  assert.equal(countdown(-5000), '0:00')
})

test('a call fills the path, leaves out what is not asked and encodes the rest', () => {
  const request = { params: { shopId: '1/2' }, query: { state: 'A&B', before: undefined } }
  assert.equal(addressOf('/v1/shops/{shopId}/orders', request), '/v1/shops/1%2F2/orders?state=A%26B')
  assert.equal(addressOf('/v1/me', {}), '/v1/me')
})

test('a heartbeat tells nothing, an event what it holds', () => {
  assert.equal(toldIn(': beat'), null)
  const told = { seq: 7, type: 'OrderPaid', at: '2026-11-28T00:00:00Z', payload: {} }
  assert.deepEqual(toldIn(`id: 7\nevent: OrderPaid\ndata: ${JSON.stringify(told)}`), told)
})
