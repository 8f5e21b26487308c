import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBulkhead } from './bulkhead.ts'

/** Work that ends when it is told to. */
function controlled() {
  const ends: (() => void)[] = []
  let runningMost = 0
  let running = 0
  const work = async () => {
    running += 1
    runningMost = Math.max(runningMost, running)
    await new Promise<void>((resolve) => ends.push(resolve))
    running -= 1
  }
  return { work, ends, runningMost: () => runningMost }
}

const turn = () => new Promise(setImmediate)

test('no more than the limit runs at once, and the rest runs in turn', async () => {
  const bulkhead = createBulkhead({ concurrentMax: 2, waitingMax: 10 })
  const { work, ends, runningMost } = controlled()
  const all = Promise.all([1, 2, 3, 4, 5].map(() => bulkhead(work)))
  for (let ended = 0; ended < 5; ended++) {
    await turn()
    ends.shift()?.()
  }
  await all
  assert.equal(runningMost(), 2)
})

test('work that fails gives its place back', async () => {
  const bulkhead = createBulkhead({ concurrentMax: 1, waitingMax: 0 })
  await assert.rejects(
    bulkhead(async () => {
      throw new Error('broken')
    }),
    /broken/,
  )
  assert.equal(await bulkhead(async () => 'next'), 'next')
})

test('who gives up waiting frees the place in the queue and never runs', async () => {
  const bulkhead = createBulkhead({ concurrentMax: 1, waitingMax: 1 })
  const { work, ends } = controlled()
  const first = bulkhead(work)
  const patience = new AbortController()
  let hasRun = false
  const second = bulkhead(async () => {
    hasRun = true
  }, patience.signal)
  await assert.rejects(bulkhead(work), { kind: 'exhausted', reason: 'QUEUE_FULL' })
  patience.abort(new Error('gone'))
  await assert.rejects(second, /gone/)
  const third = bulkhead(async () => 'third')
  ends.shift()?.()
  await first
  assert.equal(await third, 'third')
  assert.equal(hasRun, false)
})
