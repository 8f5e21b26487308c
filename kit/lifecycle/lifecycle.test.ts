import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, systemClock } from '../clock.ts'
import { silentLog } from '../telemetry/log.ts'
import { createLifecycle } from './lifecycle.ts'
import type { Part } from './part.ts'

/** A part that writes down what is asked of it. */
function recordingPart(name: string, diary: string[], behaviour: Partial<Part> = {}): Part {
  const note = (verb: string) => async () => void diary.push(`${verb} ${name}`)
  return { name, start: note('start'), drain: note('drain'), stop: note('stop'), ...behaviour }
}

const fails = (message: string) => () => Promise.reject(new Error(message))
const hangs = () => new Promise<never>(() => undefined)

test('parts start in order, drain before anything stops, and stop in reverse', async () => {
  const diary: string[] = []
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  for (const name of ['a', 'b', 'c']) lifecycle.add(recordingPart(name, diary))
  await lifecycle.start()
  assert.deepEqual(await lifecycle.stop(), [])
  const expected = [
    'start a',
    'start b',
    'start c',
    'drain a',
    'drain b',
    'drain c',
    'stop c',
    'stop b',
    'stop a',
  ]
  assert.deepEqual(diary, expected)
})

test('a failing start stops what had started, in reverse, and is thrown', async () => {
  const diary: string[] = []
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add(recordingPart('a', diary))
  lifecycle.add(recordingPart('b', diary))
  lifecycle.add(recordingPart('c', diary, { start: fails('no port') }))
  lifecycle.add(recordingPart('d', diary))
  await assert.rejects(lifecycle.start(), /no port/)
  assert.deepEqual(diary, ['start a', 'start b', 'drain a', 'drain b', 'stop b', 'stop a'])
})

test('every error of a stop is kept with part and cause, and nothing behind it is skipped', async () => {
  const diary: string[] = []
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add(recordingPart('a', diary, { stop: fails('disk') }))
  lifecycle.add(recordingPart('b', diary, { drain: fails('busy') }))
  lifecycle.add(recordingPart('c', diary, { stop: fails('socket') }))
  await lifecycle.start()
  const errors = await lifecycle.stop()
  assert.deepEqual(
    errors.map((error) => [error.message, (error.cause as Error).message]),
    [
      ['b failed to drain', 'busy'],
      ['c failed to stop', 'socket'],
      ['a failed to stop', 'disk'],
    ],
  )
  assert.ok(diary.includes('stop b'))
})

test('a hanging drain or stop is left behind within the bound, and the others still stop', async () => {
  const diary: string[] = []
  const clock = manualClock(0)
  const lifecycle = createLifecycle({ clock, log: silentLog, stopBoundMs: 8000 })
  lifecycle.add(recordingPart('a', diary))
  lifecycle.add(recordingPart('b', diary, { stop: hangs }))
  lifecycle.add(recordingPart('c', diary, { drain: hangs }))
  await lifecycle.start()
  let errors: readonly Error[] | undefined
  void lifecycle.stop().then((result) => {
    errors = result
  })
  for (let ms = 0; ms < 8000 && !errors; ms += 100) {
    clock.advance(100)
    await new Promise(setImmediate)
  }
  assert.deepEqual(
    errors?.map((error) => error.message),
    ['c failed to drain', 'b failed to stop'],
  )
  assert.ok(diary.includes('stop a'))
})

test('ready only after the whole start, while every part says so, and not once stopping', async () => {
  let isHealthy = true
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add({ name: 'store', ready: async () => isHealthy })
  lifecycle.add({ name: 'plain' })
  assert.equal((await lifecycle.ready()).ok, false)
  await lifecycle.start()
  assert.equal((await lifecycle.ready()).ok, true)
  isHealthy = false
  const parts = [
    { name: 'store', ready: false },
    { name: 'plain', ready: true },
  ]
  assert.deepEqual(await lifecycle.ready(), { ok: false, parts })
  isHealthy = true
  await lifecycle.stop()
  assert.equal((await lifecycle.ready()).ok, false)
})

test('a part whose readiness throws is not ready', async () => {
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add({ name: 'store', ready: fails('closed') })
  await lifecycle.start()
  assert.equal((await lifecycle.ready()).ok, false)
})

test('a stop during the start waits for the part on its way, stops it and starts no other', async () => {
  const diary: string[] = []
  const slow = Promise.withResolvers<void>()
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add(recordingPart('a', diary, { start: () => slow.promise }))
  lifecycle.add(recordingPart('b', diary))
  const start = lifecycle.start()
  const stop = lifecycle.stop()
  slow.resolve()
  await assert.rejects(start, /stopped before b had started/)
  assert.deepEqual(await stop, [])
  assert.deepEqual(diary, ['drain a', 'stop a'])
})

test('stopping twice is one stop', async () => {
  const diary: string[] = []
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  lifecycle.add(recordingPart('a', diary))
  await lifecycle.start()
  await Promise.all([lifecycle.stop(), lifecycle.stop()])
  assert.deepEqual(diary, ['start a', 'drain a', 'stop a'])
})

test('a part cannot be added after the start', async () => {
  const lifecycle = createLifecycle({ clock: systemClock, log: silentLog })
  await lifecycle.start()
  assert.throws(() => lifecycle.add({ name: 'late' }), /late was added after the start/)
})
