import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { currentContext, outsideContext, withContext } from '../context.ts'
import { silentLog } from '../telemetry/log.ts'
import { createLoop } from './loop.ts'

function createWorld(work: (run: number) => Promise<void> = async () => undefined) {
  const clock = manualClock(1000)
  const errors: string[] = []
  const log = { ...silentLog, error: (message: string) => void errors.push(message) }
  const runs: number[] = []
  const loop = createLoop({
    clock,
    log,
    sweepMs: 100,
    work: () => work(runs.push(clock.now())),
  })
  return { clock, loop, runs, errors }
}

/** Lets every promise that can settle settle. */
const settle = () => new Promise(setImmediate)

test('work is done at the start, at every sweep, and when something wakes it', async () => {
  const { clock, loop, runs } = createWorld()
  loop.wake()
  assert.deepEqual(runs, [])
  loop.start()
  await settle()
  clock.advance(100)
  await settle()
  clock.advance(30)
  loop.wake()
  await settle()
  assert.deepEqual(runs, [1000, 1100, 1130])
})

test('work never runs beside itself; however often it is woken meanwhile, it runs once more', async () => {
  const gate = Promise.withResolvers<void>()
  const { clock, loop, runs } = createWorld((run) => (run === 1 ? gate.promise : Promise.resolve()))
  loop.start()
  for (let n = 0; n < 5; n++) loop.wake()
  clock.advance(500)
  await settle()
  assert.equal(runs.length, 1)
  gate.resolve()
  await settle()
  assert.equal(runs.length, 2)
})

test('an alarm wakes at its instant, unless the next sweep comes first', async () => {
  const { clock, loop, runs } = createWorld()
  loop.start()
  await settle()
  loop.wakeAt(1050)
  loop.wakeAt(1020)
  loop.wakeAt(1040)
  loop.wakeAt(Number.MAX_SAFE_INTEGER)
  clock.advance(20)
  await settle()
  assert.deepEqual(runs, [1000, 1020])
  loop.wakeAt(1060)
  clock.advance(40)
  await settle()
  assert.deepEqual(runs, [1000, 1020, 1060])
})

test('work that fails is logged and waits for the next sweep', async () => {
  const { clock, loop, runs, errors } = createWorld(async (run) => {
    if (run === 1) throw new Error('broken')
  })
  loop.start()
  loop.wake()
  await settle()
  assert.deepEqual([runs.length, errors.length], [1, 1])
  clock.advance(100)
  await settle()
  assert.deepEqual([runs.length, errors.length], [2, 1])
})

test('stop waits for what was woken before and wakes no more', async () => {
  const gate = Promise.withResolvers<void>()
  const { clock, loop, runs } = createWorld(() => gate.promise)
  loop.start()
  loop.wake()
  let hasStopped = false
  const stopped = loop.stop().then(() => {
    hasStopped = true
  })
  await settle()
  assert.equal(hasStopped, false)
  gate.resolve()
  await stopped
  assert.equal(runs.length, 2)
  loop.wake()
  loop.wakeAt(1010)
  clock.advance(1000)
  await settle()
  assert.equal(runs.length, 2)
})

test('work belongs to nobody’s call, whoever wakes it', async () => {
  const seen: unknown[] = []
  const { loop } = createWorld(async () => void seen.push(currentContext()))
  withContext({ deadline: 5, by: { kind: 'customer', id: '7' } }, () => loop.start())
  await settle()
  assert.deepEqual(seen, [outsideContext])
})
