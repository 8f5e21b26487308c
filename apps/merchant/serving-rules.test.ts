import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order, Refund } from '../web/gen/operations.ts'
import { callName, endedToday, isLate } from './board-rules.ts'
import { instantOf } from './days.ts'
import { dueAt, paceOf, totalOf } from './kitchen-rules.ts'
import { isRefundable, leftOf, priceOf } from './refund-rules.ts'

const line = (id: string, name: string, quantity: number) => ({
  ...{ id, name, quantity, image: '', unitPriceFen: 1200 },
  item: { kind: 'DISH' as const, id, options: [] },
})
const rice = line('1', 'rice', 2)
const soup = line('2', 'soup', 1)
const order = {
  state: 'ACCEPTED',
  lines: [rice, soup],
  estimatedAt: '2026-11-28T12:00:00+08:00',
  updatedAt: '2026-11-28T11:20:00+08:00',
} as unknown as Order
const at = (clock: string) => Date.parse(`2026-11-28T${clock}:00+08:00`)

test('an order is late when what was promised has passed and it is not at the door', () => {
  assert.equal(isLate(order, at('11:59')), false)
  assert.equal(isLate(order, at('12:01')), true)
  assert.equal(isLate({ ...order, state: 'COMPLETED' }, at('12:01')), false)
  assert.equal(isLate({ ...order, estimatedAt: null }, at('12:01')), false)
})

test('people call an order by the end of its number', () => {
  assert.equal(callName('261128-W0VYJS9K'), 'W0VYJS9K')
})

test('what ended today is counted by the shop’s day, as far as the board reaches', () => {
  const ended = (updatedAt: string, times: number) => Array.from({ length: times }, () => ({ updatedAt }))
  const yesterday = ended('2026-11-27T23:59:00+08:00', 3)
  assert.equal(endedToday([...ended('2026-11-28T00:01:00+08:00', 2), ...yesterday], at('12:00')), '2')
  assert.equal(endedToday(ended('2026-11-28T09:00:00+08:00', 50), at('12:00')), '50+')
})

test('a dish is due in the kitchen early enough for its way, and the screen warns before that', () => {
  const times = { preparationMinutes: 20, deliveryMinutes: 30 }
  assert.equal(dueAt(order, times), at('11:30'))
  assert.equal(dueAt({ ...order, estimatedAt: null }, times), at('11:40'))
  assert.equal(paceOf(at('11:30'), at('11:24')), 'calm')
  assert.equal(paceOf(at('11:30'), at('11:25')), 'soon')
  assert.equal(paceOf(at('11:30'), at('11:30')), 'late')
})

test('the kitchen sees all pieces of a dish together, the most first', () => {
  assert.deepEqual(totalOf([order, { ...order, lines: [line('9', 'soup', 4)] }]), [
    { name: 'soup', quantity: 5 },
    { name: 'rice', quantity: 2 },
  ])
})

test('what has gone back cannot be given back again', () => {
  const refund = { lines: [{ lineId: '1', quantity: 1 }] } as unknown as Refund
  assert.deepEqual(
    leftOf(order.lines, [refund, refund]).map(({ left }) => left),
    [0, 1],
  )
  assert.equal(priceOf(order.lines, [{ lineId: '1', quantity: 2 }]), 2400)
  assert.equal(isRefundable({ ...order, state: 'CANCELLED' }), false)
  assert.equal(isRefundable(order), true)
})

test('a day of the shop begins at its own midnight', () => {
  assert.equal(instantOf('2026-11-28'), '2026-11-27T16:00:00.000Z')
})
