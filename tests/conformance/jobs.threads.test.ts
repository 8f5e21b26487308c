import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import type { QueueLimits } from '#kit/jobs/queue.ts'
import { createThreadJobs } from '#kit/jobs/threads.ts'
import { createHold, jobsSuite, until, working } from './jobs.suite.ts'

function openThreads(t: TestContext, limits: QueueLimits & { idleMs?: number } = {}) {
  const jobs = createThreadJobs({ clock: systemClock, ...limits })
  t.after(() => jobs.stop?.())
  return jobs
}

jobsSuite('threads', openThreads)

/** Threads and other things that keep this process alive. */
const workers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length

test('threads: a thread that dies fails its own job as unknown and is replaced', async (t) => {
  const jobs = openThreads(t, { concurrentMax: 2, waitingMax: 10 })
  const hold = createHold()
  const neighbour = jobs.run(working, hold.deed)
  await hold.areRunning(1)
  const died = { kind: 'internal', reason: 'INTERNAL', unknown: true }
  for (const deed of ['exit', 'crash'] as const) await assert.rejects(jobs.run(working, { do: deed }), died)
  assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
  hold.release()
  assert.equal(await neighbour, 'held')
})

test('threads: one that hears nothing is ended at its deadline or by a cancel, and replaced', async (t) => {
  const jobs = openThreads(t, { concurrentMax: 1, waitingMax: 10 })
  const spinning = jobs.run({ ...working, deadlineMs: 50 }, { do: 'spin' })
  await assert.rejects(spinning, { kind: 'expired', reason: 'DEADLINE_EXCEEDED' })
  assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
  const cancel = new AbortController()
  const again = jobs.run(working, { do: 'spin' }, { signal: cancel.signal })
  cancel.abort(new Error('enough'))
  await assert.rejects(again, { message: 'enough' })
  assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
})

test('threads: the main thread stays free while a job spins', async (t) => {
  const jobs = openThreads(t)
  let isOver = false
  const spinning = assert.rejects(jobs.run({ ...working, deadlineMs: 300 }, { do: 'spin' })).finally(() => {
    isOver = true
  })
  let turns = 0
  while (!isOver) {
    turns += 1
    await new Promise(setImmediate)
  }
  await spinning
  assert.ok(turns > 20, `only ${turns} turns of the event loop`)
})

test('threads: bytes that are handed over are not copied', async (t) => {
  const bytes = new Uint8Array(1000)
  const made = await openThreads(t).run(working, { do: 'answer', bytes }, { handOver: [bytes.buffer] })
  assert.equal((made as { length: number }).length, 1000)
  assert.equal(bytes.byteLength, 0)
})

test('threads: what cannot be copied is the caller’s bug, and costs no thread', async (t) => {
  const jobs = openThreads(t, { concurrentMax: 1 })
  const uncopyable = { do: 'answer', bytes: (() => undefined) as never } as const
  await assert.rejects(jobs.run(working, uncopyable), { name: 'DataCloneError' })
  assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
})

test('threads: none is there before it is needed, nor long after', async (t) => {
  const before = workers()
  const jobs = openThreads(t, { idleMs: 50 })
  assert.equal(workers(), before)
  const hold = createHold()
  const running = jobs.run(working, hold.deed)
  await hold.areRunning(1)
  assert.ok(workers() > before)
  hold.release()
  await running
  await until(() => workers() === before)
})
