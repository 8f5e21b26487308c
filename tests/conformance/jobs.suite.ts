import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import type { JobKind } from '#kit/jobs/jobs.ts'
import type { DrainingJobs, QueueLimits } from '#kit/jobs/queue.ts'
import { begun, type Deed, most, now, open } from './jobs.work.ts'

/** Opens jobs that are gone after the test. */
export type OpenJobs = (t: TestContext, limits?: QueueLimits) => DrainingJobs

export const working: JobKind<Deed, unknown> = {
  name: 'work',
  module: new URL('./jobs.work.ts', import.meta.url),
  deadlineMs: 20_000,
}

/** Jobs that hold their place until `release`. */
export function createHold() {
  const seen = new SharedArrayBuffer(16)
  const places = new Int32Array(seen)
  return {
    deed: { do: 'hold', seen } as const,
    most: () => Atomics.load(places, most),
    release: () => void Atomics.store(places, open, 1),
    areRunning: (count: number) => until(() => Atomics.load(places, now) === count),
    begun: () => Atomics.load(places, begun),
  }
}

export async function until(isIt: () => boolean): Promise<void> {
  const endsAt = performance.now() + 15_000
  while (!isIt()) {
    assert.ok(performance.now() < endsAt, 'it never came')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** What every adapter of the port jobs keeps. */
export function jobsSuite(name: string, openJobs: OpenJobs): void {
  test(`${name}: a job answers what it makes, bytes included, and the input stays as it was`, async (t) => {
    const bytes = Uint8Array.of(1, 2, 3)
    const made = await openJobs(t).run(working, { do: 'answer', bytes })
    assert.deepEqual(made, { bytes, length: 3 })
    assert.equal(bytes.length, 3)
  })

  test(`${name}: progress comes in order, and never after the end`, async (t) => {
    const told: number[] = []
    const steps = await openJobs(t).run(
      working,
      { do: 'progress', steps: 4 },
      { onProgress: (at) => told.push(at) },
    )
    assert.equal(steps, 4)
    assert.deepEqual(told, [0.25, 0.5, 0.75, 1])
  })

  test(`${name}: a refusal comes as the same fault, a bug as itself, and the next job runs`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1 })
    const fault = { kind: 'precondition', reason: 'SHOP_CLOSED', details: { until: '9' }, unknown: false }
    await assert.rejects(jobs.run(working, { do: 'refuse' }), fault)
    await assert.rejects(jobs.run(working, { do: 'break' }), { name: 'TypeError', message: 'a bug' })
    assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
  })

  test(`${name}: no more run at once than may, and all get their turn`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 2, waitingMax: 10 })
    const hold = createHold()
    const all = Array.from({ length: 6 }, () => jobs.run(working, hold.deed))
    await hold.areRunning(2)
    hold.release()
    assert.deepEqual(new Set(await Promise.all(all)), new Set(['held']))
    assert.equal(hold.most(), 2)
    assert.equal(hold.begun(), 6)
  })

  test(`${name}: beyond so many waiting the next is told when to come again`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, waitingMax: 1 })
    const hold = createHold()
    const running = jobs.run(working, hold.deed)
    jobs.requireRoom()
    const waiting = jobs.run(working, hold.deed)
    const full = {
      kind: 'unavailable',
      reason: 'JOBS_FULL',
      unknown: false,
      details: { retryAfterSeconds: '1' },
    }
    await assert.rejects(jobs.run(working, hold.deed), full)
    assert.throws(() => jobs.requireRoom(), full)
    hold.release()
    assert.deepEqual(await Promise.all([running, waiting]), ['held', 'held'])
    jobs.requireRoom()
  })

  test(`${name}: a waiting job that is cancelled never begins and makes room at once`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, waitingMax: 1 })
    const hold = createHold()
    const running = jobs.run(working, hold.deed)
    const cancel = new AbortController()
    const waiting = jobs.run(working, hold.deed, { signal: cancel.signal })
    cancel.abort(new Error('changed my mind'))
    await assert.rejects(waiting, { message: 'changed my mind' })
    jobs.requireRoom()
    hold.release()
    await running
    assert.equal(hold.begun(), 1)
  })

  test(`${name}: a running job that is cancelled ends at once, and frees its place`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, waitingMax: 5 })
    const hold = createHold()
    const cancel = new AbortController()
    const running = jobs.run(working, hold.deed, { signal: cancel.signal })
    await hold.areRunning(1)
    cancel.abort(new Error('changed my mind'))
    await assert.rejects(running, { message: 'changed my mind' })
    assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
    await assert.rejects(jobs.run(working, hold.deed, { signal: cancel.signal }), {
      message: 'changed my mind',
    })
    assert.equal(hold.begun(), 1)
  })

  test(`${name}: a job ends with its own deadline and with that of the calling context`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1 })
    const expired = { kind: 'expired', reason: 'DEADLINE_EXCEEDED' }
    await assert.rejects(jobs.run({ ...working, deadlineMs: 50 }, { do: 'linger' }), expired)
    const hurried = { deadline: systemClock.now() + 50 }
    await assert.rejects(
      withContext(hurried, () => jobs.run(working, { do: 'linger' })),
      expired,
    )
    const gone = { signal: AbortSignal.abort(new Error('gone')) }
    await assert.rejects(
      withContext(gone, () => jobs.run(working, { do: 'linger' })),
      { message: 'gone' },
    )
    assert.equal(await jobs.run(working, { do: 'progress', steps: 1 }), 1)
  })

  test(`${name}: a drain waits for all that is to be done, and more may come meanwhile`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, waitingMax: 5 })
    const hold = createHold()
    const running = jobs.run(working, hold.deed)
    await hold.areRunning(1)
    let isDrained = false
    const drained = jobs.drain().then(() => {
      isDrained = true
    })
    const late = jobs.run(working, { do: 'progress', steps: 1 })
    assert.equal(isDrained, false)
    hold.release()
    await drained
    assert.deepEqual([await running, await late], ['held', 1])
  })

  test(`${name}: what is stopped refuses what waits and what comes`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, waitingMax: 5 })
    const hold = createHold()
    const running = jobs.run(working, hold.deed).catch(() => undefined)
    await hold.areRunning(1)
    const waiting = assert.rejects(jobs.run(working, hold.deed), { reason: 'SHUTTING_DOWN' })
    const stopped = jobs.stop()
    await waiting
    await assert.rejects(jobs.run(working, hold.deed), { reason: 'SHUTTING_DOWN' })
    hold.release()
    await Promise.all([stopped, running])
  })

  test(`${name}: a drain has an end though a job has none`, async (t) => {
    const jobs = openJobs(t, { concurrentMax: 1, drainMs: 50 })
    const hold = createHold()
    const running = jobs.run(working, hold.deed)
    await assert.rejects(jobs.drain(), /not done within 50 ms/)
    hold.release()
    await running
  })
}
