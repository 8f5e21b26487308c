import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceNames } from './services.ts'
import { slotsOf, topologies } from './topologies.ts'

const namesOn = (on: (typeof topologies)[number]) => slotsOf(on).map(({ name }) => name)

test('one process runs everything, or every service has one of its own', () => {
  assert.deepEqual(namesOn('direct'), ['all'])
  assert.deepEqual(namesOn('grpc'), ['wechat', ...serviceNames])
})

test('on MySQL gateway, order and catalog run twice', () => {
  for (const on of ['mysql', 'cloud'] as const) {
    const counts = Map.groupBy(slotsOf(on), ({ runs }) => runs)
    const twice = [...counts].filter(([, slots]) => slots.length === 2).map(([runs]) => runs)
    assert.deepEqual(twice.toSorted(), ['catalog', 'gateway', 'order'])
  }
})

test('the outside world starts first and the gateways last', () => {
  for (const on of topologies.filter((each) => each !== 'direct' && each !== 'codec')) {
    assert.equal(namesOn(on)[0], 'wechat')
    assert.equal(slotsOf(on).at(-1)?.runs, 'gateway')
  }
})
