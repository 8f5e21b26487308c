import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryCache } from '#kit/cache/memory.ts'
import { manualClock, systemClock } from '#kit/clock.ts'
import { cacheSuite } from './cache.suite.ts'

cacheSuite('memory', async () => createMemoryCache({ clock: systemClock }))

test('memory: neither entries nor bytes grow beyond their bounds, and what was used last stays', async () => {
  const clock = manualClock(0)
  const few = createMemoryCache({ clock, entriesMax: 2 })
  for (const key of ['a', 'b']) await few.set(key, Buffer.from(key), 1000)
  await few.get('a')
  await few.set('c', Buffer.from('c'), 1000)
  assert.deepEqual([await few.get('b'), (await few.get('a'))?.length], [undefined, 1])

  const small = createMemoryCache({ clock, bytesMax: 100 })
  await small.set('a', Buffer.alloc(60), 1000)
  await small.set('b', Buffer.alloc(60), 1000)
  await small.set('c', Buffer.alloc(1000), 1000)
  assert.deepEqual([await small.get('a'), (await small.get('b'))?.length], [undefined, 60])
  assert.equal(await small.get('c'), undefined)
})

test('memory: time is the clock’s', async () => {
  const clock = manualClock(0)
  const cache = createMemoryCache({ clock })
  await cache.set('a', Buffer.from('a'), 1000)
  clock.advance(999)
  assert.ok(await cache.get('a'))
  clock.advance(1)
  assert.equal(await cache.get('a'), undefined)
})
