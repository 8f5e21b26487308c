import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { manualClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import { silentLog } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import { createIntake } from './intake.ts'

const message = (id: string, key: string): Envelope => ({
  ...{ id, key, type: 'a.v1.A', at: 0, payload: '{}', traceparent: '' },
})

/** An intake whose listener does what `deliver` says, with what it was offered and what was settled. */
function intakeOf(deliver: (ids: readonly string[], attempt: number) => Promise<readonly string[]>) {
  const clock = manualClock(0)
  const offered: string[] = []
  const settled: string[] = []
  const heldCounts: number[] = []
  const intake = createIntake({
    ...{ clock, random: seededRandom(1), log: silentLog },
    onHeld: (count) => heldCounts.push(count),
    deliver: (messages, attempt) => {
      const ids = messages.map(({ id }) => id)
      offered.push(`${ids}@${attempt}`)
      return deliver(ids, attempt)
    },
  })
  const take = (id: string, key: string, earlier = 0) =>
    intake.take({ message: message(id, key), earlier, settle: () => settled.push(id) })
  return { clock, offered, settled, heldCounts, intake, take }
}

test('messages of one key are offered in turn, those of others beside them', async () => {
  const slow = Promise.withResolvers<readonly string[]>()
  const { offered, settled, take } = intakeOf(async (ids) => (ids.includes('a1') ? slow.promise : []))
  take('a1', 'a')
  await turn()
  take('a2', 'a')
  take('b1', 'b')
  take('a3', 'a')
  await turn()
  assert.deepEqual(offered, ['a1@0', 'b1@0'])
  assert.deepEqual(settled, ['b1'])
  slow.resolve([])
  await turn()
  assert.deepEqual(offered, ['a1@0', 'b1@0', 'a2,a3@0'])
  assert.deepEqual(settled, ['b1', 'a1', 'a2', 'a3'])
})

test('a refused message waits, longer each time, and is settled only when it is applied', async () => {
  let refusals = 3
  const world = intakeOf(async (ids) => (ids.includes('bad') && refusals-- > 0 ? ['bad'] : []))
  world.take('bad', 'a')
  world.take('good', 'a')
  await turn()
  assert.deepEqual(world.settled, ['good'])
  for (const longestMs of [200, 400, 800]) {
    assert.equal(world.intake.held(), 1)
    world.clock.advance(longestMs / 2 - 1)
    await turn()
    assert.equal(world.intake.held(), 1)
    world.clock.advance(longestMs / 2 + 1)
    await turn()
  }
  assert.deepEqual(world.offered, ['bad,good@0', 'bad@1', 'bad@2', 'bad@3'])
  assert.deepEqual(world.settled, ['good', 'bad'])
  assert.deepEqual(world.heldCounts, [1, 1, 1])
})

test('a listener that throws has refused what it was offered', async () => {
  const world = intakeOf(() => Promise.reject(new Error('no')))
  world.take('1', 'a')
  await turn()
  assert.deepEqual([world.settled, world.intake.held()], [[], 1])
})

test('earlier deliveries count as attempts, and suspects are offered singly and in no order', async () => {
  const { offered, settled, take } = intakeOf(async () => [])
  take('second time', 'a', 1)
  for (let n = 0; n < 20; n++) take(`${n}`, `key-${n}`, 3)
  await turn()
  assert.equal(offered.length, 21)
  assert.ok(offered.includes('second time@1'))
  const suspects = settled.filter((id) => id !== 'second time')
  assert.deepEqual(
    suspects.toSorted((a, b) => Number(a) - Number(b)),
    Array.from({ length: 20 }, (_, n) => `${n}`),
  )
  assert.notDeepEqual(
    suspects,
    suspects.toSorted((a, b) => Number(a) - Number(b)),
  )
})

test('after stop nothing is offered, and what is being applied is waited for and settled', async () => {
  const running = Promise.withResolvers<readonly string[]>()
  const { offered, settled, intake, clock, take } = intakeOf(async (ids) =>
    ids.includes('held') ? ids : running.promise,
  )
  take('held', 'h')
  take('running', 'r')
  await turn()
  take('waiting', 'r')
  const stopping = intake.stop()
  take('late', 'l')
  running.resolve([])
  await stopping
  clock.advance(100_000)
  await turn()
  assert.deepEqual(offered, ['held@0', 'running@0'])
  assert.deepEqual(settled, ['running'])
})
