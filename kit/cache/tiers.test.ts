import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTextWorld } from './cache.fixture.ts'

const down = { reason: 'UNREACHABLE' }

test('what was asked for is in memory until its time is over', async () => {
  const { process, source, truth, clock } = createTextWorld()
  const tiers = process()
  assert.equal(tiers.find('a'), undefined)
  assert.equal(await tiers.load('a'), 'one')
  truth.set('a', 'two')
  clock.advance(999)
  assert.deepEqual([tiers.find('a'), await tiers.load('a'), source.asked], ['one', 'one', 1])
  clock.advance(1)
  assert.deepEqual([tiers.find('a'), await tiers.load('a'), source.asked], [undefined, 'two', 2])
})

test('however many ask for it at once, in however many processes, the source is asked once', async () => {
  const { process, source, settle } = createTextWorld()
  source.takesMs = 50
  const processes = Array.from({ length: 10 }, process)
  const loads = processes.flatMap((tiers) => Array.from({ length: 20 }, () => tiers.load('a')))
  assert.deepEqual([...new Set(await settle(Promise.all(loads)))], ['one'])
  assert.equal(source.asked, 1)
})

test('what one process knows another need not ask for, and not for longer than the first', async () => {
  const { process, source, truth, clock } = createTextWorld()
  const [first, second] = [process(), process()]
  await first.load('a')
  truth.set('a', 'two')
  clock.advance(900)
  assert.equal(await second.load('a'), 'one')
  clock.advance(100)
  assert.equal(second.find('a'), undefined)
  assert.equal(await second.load('a'), 'two')
  assert.equal(source.asked, 2)
})

test('a process that died with the lease holds the others up only for their patience', async () => {
  const { process, source, settle, clock } = createTextWorld({ waitMs: 100 })
  source.takesMs = 1e9
  const dead = process().load('a')
  await new Promise(setImmediate)
  source.takesMs = 0
  const startedAt = clock.now()
  assert.equal(await settle(process().load('a')), 'one')
  assert.ok(clock.now() - startedAt >= 100 && clock.now() - startedAt < 120)
  assert.ok(dead instanceof Promise)
})

test('nothing is remembered as nothing, for its own time', async () => {
  const { process, source, truth, clock } = createTextWorld()
  const [first, second] = [process(), process()]
  assert.equal(await first.load('b'), undefined)
  assert.equal(await first.load('b'), undefined)
  assert.equal(await second.load('b'), undefined)
  assert.equal(source.asked, 1)
  truth.set('b', 'there')
  clock.advance(500)
  assert.equal(await first.load('b'), 'there')
})

test('after a change everybody who hears of it gets the new, and other keys stay', async () => {
  const { process, source, truth } = createTextWorld()
  truth.set('b', 'other')
  const [first, second] = [process(), process()]
  for (const tiers of [first, second]) for (const key of ['a', 'b']) await tiers.load(key)
  assert.equal(source.asked, 2)
  truth.set('a', 'two')
  await first.invalidate('a')
  assert.equal(first.find('a'), undefined)
  assert.equal(await first.load('a'), 'two')
  await second.invalidate('a')
  assert.deepEqual([await second.load('a'), second.find('b')], ['two', 'other'])
})

test('an answer that a change overtook is kept by nobody', async () => {
  const { process, source, truth, clock, settle } = createTextWorld()
  const [slow, other] = [process(), process()]
  source.takesMs = 100
  const early = slow.load('a')
  await new Promise(setImmediate)
  truth.set('a', 'two')
  await other.invalidate('a')
  clock.advance(100)
  assert.equal(await settle(early), 'one')
  source.takesMs = 0
  assert.equal(await settle(other.load('a')), 'two')
  await slow.invalidate('a')
  assert.equal(await settle(slow.load('a')), 'two')
})

test('a failure reaches all who wait for it, and the next who asks tries again', async () => {
  const { process, source, settle } = createTextWorld()
  const tiers = process()
  source.isDown = true
  source.takesMs = 10
  const waiting = Array.from({ length: 50 }, () => tiers.load('a').catch((error) => error.reason))
  assert.deepEqual([...new Set(await settle(Promise.all(waiting)))], ['UNREACHABLE'])
  assert.equal(source.asked, 1)
  source.isDown = false
  assert.equal(await settle(tiers.load('a')), 'one')
})

test('a source that keeps failing is asked less and less often, and at once after a change', async () => {
  const { process, source, clock } = createTextWorld()
  const tiers = process()
  source.isDown = true
  for (let ms = 0; ms < 60_000; ms += 10) {
    await assert.rejects(tiers.load('a'), down)
    clock.advance(10)
  }
  assert.ok(source.asked > 10 && source.asked < 40, `asked ${source.asked} times in a minute`)
  source.isDown = false
  await tiers.invalidate('a')
  assert.equal(await tiers.load('a'), 'one')
})

test('where the source fails, what is stale is served within its grace and no longer', async () => {
  const { process, source, clock } = createTextWorld({ graceMs: 10_000 })
  const [first, second] = [process(), process()]
  await first.load('a')
  source.isDown = true
  clock.advance(5000)
  assert.equal(first.find('a'), undefined)
  assert.deepEqual([await first.load('a'), await second.load('a')], ['one', 'one'])
  clock.advance(6000)
  await assert.rejects(first.load('a'), down)
  await assert.rejects(second.load('a'), down)
})

test('what was invalidated is never served stale', async () => {
  const { process, source, clock } = createTextWorld({ graceMs: 10_000, staleMs: 10_000 })
  const [first, second] = [process(), process()]
  await first.load('a')
  await second.load('a')
  source.isDown = true
  clock.advance(1500)
  await first.invalidate('a')
  await second.invalidate('a')
  for (const tiers of [first, second]) {
    assert.equal(tiers.find('a'), undefined)
    await assert.rejects(tiers.load('a'), down)
  }
})

test('while it is asked for in the background, what is stale is served at once', async () => {
  const { process, source, truth, clock } = createTextWorld({ staleMs: 2000 })
  const tiers = process()
  await tiers.load('a')
  truth.set('a', 'two')
  clock.advance(1500)
  assert.equal(tiers.find('a'), 'one')
  assert.equal(await tiers.load('a'), 'one')
  await new Promise(setImmediate)
  assert.deepEqual([tiers.find('a'), source.asked], ['two', 2])
})

test('what takes long to get is asked for before its time is over, once', async () => {
  const { process, source, settle, clock } = createTextWorld()
  const tiers = process()
  source.takesMs = 100
  await settle(tiers.load('a'))
  for (let ms = 0; ms < 5000; ms += 5) {
    assert.equal(tiers.find('a') ?? (await settle(tiers.load('a'))), 'one')
    clock.advance(5)
    await new Promise(setImmediate)
  }
  assert.ok(source.asked >= 5 && source.asked <= 12, `asked ${source.asked} times in five lives`)
})

test('what began together does not end together', async () => {
  const { process, clock, truth } = createTextWorld({ jitterRatio: 0.2 })
  const tiers = process()
  const keys = Array.from({ length: 100 }, (_, n) => `k${n}`)
  for (const key of keys) truth.set(key, key)
  for (const key of keys) await tiers.load(key)
  clock.advance(900)
  const left = keys.filter((key) => tiers.find(key) !== undefined).length
  assert.ok(left > 25 && left < 75, `${left} of 100 are left`)
  clock.advance(100)
  assert.deepEqual(
    keys.filter((key) => tiers.find(key) !== undefined),
    [],
  )
})

test('without the cache everything goes on, with memory and the source', async () => {
  const { process, source, truth, cache } = createTextWorld()
  cache.isAway = true
  const tiers = process()
  assert.deepEqual([await tiers.load('a'), tiers.find('a'), source.asked], ['one', 'one', 1])
  truth.set('a', 'two')
  await tiers.invalidate('a')
  assert.equal(await tiers.load('a'), 'two')
})

test('a process that starts after a change finds nothing old, nor what the change overtook', async () => {
  const { process, source, truth, settle, clock } = createTextWorld()
  const first = process()
  await first.load('a')
  truth.set('a', 'two')
  await first.invalidate('a')
  clock.advance(1)
  assert.equal(await process().load('a'), 'two')
  source.takesMs = 50
  await first.invalidate('a')
  clock.advance(1)
  const overtaken = process().load('a')
  await new Promise(setImmediate)
  truth.set('a', 'three')
  await first.invalidate('a')
  assert.equal(await settle(overtaken), 'two')
  assert.equal(await settle(process().load('a')), 'three')
})
