import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acknowledged, callsOf, type Notes, reminded, without } from './bell-rules.ts'

const paid = { id: '1', state: 'PAID' } as const
const accepted = { id: '1', state: 'ACCEPTED' } as const
const cancelled = { id: '1', state: 'CANCELLED' } as const
const none: Notes = {}
const call = (notes: Notes, order: typeof paid | typeof accepted | typeof cancelled) =>
  callsOf(notes, [order]).get('1')

test('a paid order rings until it is acknowledged, accepted or cancelled', () => {
  assert.equal(call(none, paid), 'NEW')
  assert.equal(call(acknowledged(none, ['1']), paid), undefined)
  assert.equal(call(none, accepted), undefined)
  assert.equal(call(none, cancelled), undefined)
})

test('a reminder rings as one, also of an order that was acknowledged or accepted', () => {
  const again = reminded(acknowledged(none, ['1']), '1', 7)
  assert.equal(call(again, paid), 'REMINDED')
  assert.equal(call(again, accepted), 'REMINDED')
  assert.equal(call(again, cancelled), undefined)
  assert.equal(call(acknowledged(again, ['1']), accepted), undefined)
})

test('a reminder that another tab hears late does not ring again, the next one does', () => {
  const known = acknowledged(reminded(none, '1', 7), ['1'])
  assert.equal(call(reminded(known, '1', 7), paid), undefined)
  assert.equal(call(reminded(known, '1', 8), paid), 'REMINDED')
})

test('nothing is kept of what is over', () => {
  const both = acknowledged(none, ['1', '2'])
  assert.deepEqual(Object.keys(without(both, [cancelled, { id: '2', state: 'PAID' }])), ['2'])
})
