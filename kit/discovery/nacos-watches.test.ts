import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import type { Instance } from './discovery.ts'
import type { NacosConnection } from './nacos-connection.ts'
import { hostOf } from './nacos-instances.ts'
import { createNacosWatches } from './nacos-watches.ts'

const [one, two] = [instance('one', '10.0.0.1:7000'), instance('two', '10.0.0.2:7000')]

test('a Nacos that comes back empty hides nobody for ten seconds', async () => {
  const { told, begin, seen, clock } = watching()
  await begin(one, two)
  assert.deepEqual(seen(), ['one', 'two'])
  await begin()
  assert.deepEqual(seen(), ['one', 'two'])
  told(two)
  assert.deepEqual(seen(), ['one', 'two'])
  clock.advance(9999)
  told(two)
  assert.deepEqual(seen(), ['one', 'two'])
  clock.advance(1)
  told(two)
  assert.deepEqual(seen(), ['two'])
})

test('who was found again and then leaves is gone at once', async () => {
  const { told, begin, seen } = watching()
  await begin(one, two)
  await begin(one)
  assert.deepEqual(seen(), ['one', 'two'])
  told()
  assert.deepEqual(seen(), ['two'])
})

test('who has the address of another that was not found again takes its place', async () => {
  const { begin, seen } = watching()
  await begin(one, two)
  await begin({ ...one, id: 'again' })
  assert.deepEqual(seen(), ['again', 'two'])
})

test('what Nacos said before does not undo what it said since', async () => {
  const { told, begin, seen, clock, watches } = watching()
  await begin(one)
  const old = infoOf([one], clock.now())
  clock.advance(5)
  told(one, two)
  watches.hear(old)
  assert.deepEqual(seen(), ['one', 'two'])
})

test('a Nacos whose clock has gone back is believed on a new connection', async () => {
  const { begin, seen, clock, watches } = watching()
  watches.hear(infoOf([one], clock.now() + 60_000))
  await begin(one, two)
  assert.deepEqual(seen(), ['one', 'two'])
})

/** Watches one service of a Nacos that says what the test wants. */
function watching() {
  const clock = manualClock(1000)
  let there: readonly Instance[] = []
  const connection: NacosConnection = {
    ask: async () => ({ serviceInfo: infoOf(there, clock.now()) }),
    current: () => 1,
    opened: async () => 1,
    answers: async () => true,
    stop: () => undefined,
  }
  const watches = createNacosWatches({ connection, clock, log: silentLog, place: {} })
  let seen: readonly Instance[] = []
  watches.watch('order', (instances) => {
    seen = instances
  })
  return {
    clock,
    watches,
    seen: () => seen.map(({ id }) => id),
    /** A connection opens to a Nacos that knows these. */
    begin(...instances: readonly Instance[]) {
      there = instances
      return watches.begin()
    },
    told: (...instances: readonly Instance[]) => watches.hear(infoOf(instances, clock.now())),
  }
}

function infoOf(instances: readonly Instance[], lastRefTime: number) {
  return { name: 'order', hosts: instances.map(hostOf), lastRefTime }
}

function instance(id: string, address: string): Instance {
  return { id, address, zone: 'east', version: '1.4.0', weight: 100, state: 'ready' }
}
