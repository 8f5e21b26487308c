import assert from 'node:assert/strict'
import { test } from 'node:test'
import { optionsKey, optionsOf } from './cart.ts'

const hot = { group: '辣度', choice: '重辣' }
const cold = { group: '温度', choice: '少冰' }

test('options make another line in whatever order they come, and none is a choice too', () => {
  assert.equal(optionsKey([hot, cold]), optionsKey([cold, hot]))
  const keys = [[], [hot], [cold], [hot, cold]].map(optionsKey)
  assert.equal(new Set(keys).size, keys.length)
})

test('a group and its choice are never taken for one another', () => {
  assert.notEqual(
    optionsKey([{ group: 'a","b', choice: 'c' }]),
    optionsKey([{ group: 'a', choice: 'b","c' }]),
  )
})

test('options come back from their key', () => {
  assert.deepEqual(optionsOf(optionsKey([hot])), [hot])
})
