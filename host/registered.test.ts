import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import type { Discovery, Instance, Registration } from '#kit/discovery/discovery.ts'
import { createMemoryDiscovery } from '#kit/discovery/memory.ts'
import { createRegistered } from './registered.ts'

const instance = (): Instance => ({
  ...{ id: 'i1', address: '127.0.0.1:1', zone: 'a', version: '1', weight: 100, state: 'ready' },
})

const discoveryOf = (registration: Registration): Discovery => ({
  register: async () => registration,
  watch: () => () => undefined,
  ready: async () => true,
  stop: async () => undefined,
})

test('a process is ready once the registry has had it, and stays so when the registry is away', async () => {
  let isThere = false
  const nothing = async () => undefined
  const registration = { isKnown: () => isThere, change: nothing, withdraw: nothing }
  const part = createRegistered({ discovery: discoveryOf(registration), services: ['order'], instance })
  assert.equal(await part.ready?.(), false)
  await part.start?.()
  const seen: (boolean | undefined)[] = []
  for (isThere of [false, true, false]) seen.push(await part.ready?.())
  assert.deepEqual(seen, [false, true, true])
})

test('a process that the registry took at the start is ready though the registry goes at once', async () => {
  let isThere = true
  const nothing = async () => undefined
  const registration = { isKnown: () => isThere, change: nothing, withdraw: nothing }
  const part = createRegistered({ discovery: discoveryOf(registration), services: ['order'], instance })
  await part.start?.()
  isThere = false
  assert.equal(await part.ready?.(), true)
})

test('a process is known while it can be called, and says so before it goes', async (t) => {
  const discovery = createMemoryDiscovery({ clock: systemClock })
  t.after(() => discovery.stop())
  const seen: string[][] = []
  discovery.watch('order', (instances) => void seen.push(instances.map(({ id, state }) => `${id} ${state}`)))
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
