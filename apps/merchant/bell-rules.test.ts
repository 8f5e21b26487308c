import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callsOf, keptOf } from './bell-rules.ts'

const waiting = { id: '1', state: 'PAID' } as const
const cooking = { id: '2', state: 'ACCEPTED' } as const
const over = { id: '3', state: 'CANCELLED' } as const
const none = new Set<string>()

test('the bell rings for orders that wait, however long ago they came, until somebody has seen them', () => {
  const orders = [waiting, cooking, over]
  assert.deepEqual([...callsOf(orders, { seen: none, reminded: none })], [['1', 'NEW']])
  assert.deepEqual([...callsOf(orders, { seen: new Set(['1']), reminded: none })], [])
})

test('it is silent for an order that was accepted or cancelled anywhere', () => {
  const moved = [
    { ...waiting, state: 'ACCEPTED' },
    { ...cooking, state: 'CANCELLED' },
  ] as const
  assert.deepEqual([...callsOf(moved, { seen: none, reminded: new Set(['2']) })], [])
})

test('it rings again for an order that was seen when its customer asks', () => {
  const heard = { seen: new Set(['1']), reminded: new Set(['1', '2', '3']) }
  const calls = [...callsOf([waiting, cooking, over], heard)]
  assert.deepEqual(calls, [
    ['1', 'REMINDED'],
    ['2', 'REMINDED'],
  ])
})

test('what was seen is kept as long as it waits', () => {
  assert.deepEqual(keptOf(new Set(['1', '2', '9']), [waiting, cooking]), ['1'])
})
