import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { type Meter, metrics } from '@opentelemetry/api'
import { counter, histogram } from './metrics.ts'

afterEach(() => metrics.disable())

test('instruments made before the SDK is registered report to it afterwards', () => {
  const orders = counter('order.placed', { description: 'orders placed' })
  const commits = histogram('storage.commit.duration', { description: 'time of a commit', unit: 'ms' })
  orders.add(1)
  const kept: unknown[] = []
  const instrument = (name: string) => ({
    add: (amount: number, attributes: unknown) => kept.push([name, amount, attributes]),
    record: (value: number, attributes: unknown) => kept.push([name, value, attributes]),
  })
  const meter = { createCounter: instrument, createHistogram: instrument } as unknown as Meter
  metrics.setGlobalMeterProvider({ getMeter: () => meter })
  orders.add(2, { shop: '1' })
  commits.record(3.5)
  assert.deepEqual(kept, [
    ['order.placed', 2, { shop: '1' }],
    ['storage.commit.duration', 3.5, undefined],
  ])
})
