import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundRobin } from './picker.ts'

const named = (...addresses: readonly string[]) => addresses.map((address) => ({ address, running: 0 }))

test('round robin gives everyone the same', () => {
  const picker = roundRobin()
  const three = named('a', 'b', 'c')
  const counts = new Map<string, number>()
  for (let n = 0; n < 300; n++) {
    const { address } = picker.pick(three)
    counts.set(address, (counts.get(address) ?? 0) + 1)
  }
  assert.deepEqual([...counts.values()], [100, 100, 100])
})

test('round robin picks only among those who are there', () => {
  const picker = roundRobin()
  picker.pick(named('a', 'b', 'c'))
  picker.pick(named('a', 'b', 'c'))
  assert.equal(picker.pick(named('a')).address, 'a')
})
