import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import type { Instance } from '#kit/discovery/discovery.ts'
import { createMemoryDiscovery } from '#kit/discovery/memory.ts'
import { createRegistered } from './registered.ts'

test('a process is known while it can be called, and says so before it goes', async (t) => {
  const discovery = createMemoryDiscovery({ clock: systemClock })
  t.after(() => discovery.stop())
  const seen: string[][] = []
  discovery.watch('order', (instances) => void seen.push(instances.map(({ id, state }) => `${id} ${state}`)))
  const instance = (): Instance => ({
    ...{ id: 'i1', address: '127.0.0.1:1', zone: 'a', version: '1', weight: 100, state: 'ready' },
  })
  const part = createRegistered({ discovery, services: ['order', 'catalog'], instance })
  await part.start?.()
  await part.drain?.()
  await part.stop?.()
  await new Promise(setImmediate)
  const told = seen.map((each) => each.join())
  assert.deepEqual(
    told.filter((each, at) => each !== told[at - 1]).filter((each, at) => each !== '' || at > 0),
    ['i1 ready', 'i1 draining', ''],
  )
})
