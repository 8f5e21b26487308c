import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from './eventually.ts'
import { Problem, unreachable } from './problem.ts'

const busy = new Problem({ code: 'UNREACHABLE', status: 503, title: '' })
const forbidden = new Problem({ code: 'ROLE_MISSING', status: 403, title: '' })

/** Refused in these ways, one after the other, then done. */
function worked(...refusals: readonly Problem[]) {
  const waiting = [...refusals]
  const work = { times: 0 }
  const begin = async () => {
    work.times += 1
    const refusal = waiting.shift()
    if (refusal) throw refusal
  }
  return { work, begin }
}

async function pass(t: { mock: { timers: { tick(ms: number): void } } }, ms: number): Promise<void> {
  t.mock.timers.tick(ms)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
}

test('what cannot be done just now is done later, and once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { work, begin } = worked(unreachable(), busy)
  eventually(begin)
  await pass(t, 0)
  assert.equal(work.times, 1)
  await pass(t, 2000)
  assert.equal(work.times, 2)
  await pass(t, 4000)
  assert.equal(work.times, 3)
  await pass(t, 60_000)
  assert.equal(work.times, 3)
})

test('what is refused for good is left, and what is given up too', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const refused = worked(forbidden)
  eventually(refused.begin)
  const dropped = worked(busy)
  const giveUp = eventually(dropped.begin)
  await pass(t, 0)
  giveUp()
  await pass(t, 60_000)
  assert.deepEqual([refused.work.times, dropped.work.times], [1, 1])
})
