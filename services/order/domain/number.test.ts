import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderNumber } from './number.ts'

const shanghai = 'Asia/Shanghai'
const evening = Date.parse('2026-11-23T16:30:00Z')

test('orders of the same moment have different numbers, that begin with the day of the shop', () => {
  const ids = Array.from(
    { length: 5000 },
    (_, n) => `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  )
  const numbers = new Set(ids.map((id) => orderNumber(id, evening, shanghai)))
  assert.equal(numbers.size, ids.length)
  for (const number of numbers) assert.match(number, /^261124-[0-9A-HJKMNP-TV-Z]{8}$/)
})

test('the same order has the same number, and no number tells the time of day', () => {
  const id = '019ab000-0000-7000-8000-00000000beef'
  assert.equal(orderNumber(id, evening, shanghai), orderNumber(id, evening + 3_600_000, shanghai))
})
