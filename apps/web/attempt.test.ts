import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useAttempt } from './attempt.ts'
import { unreachable } from './problem.ts'

test('what is pressed twice is done once', async () => {
  const { attempt, isRunning } = useAttempt()
  const { promise, resolve } = Promise.withResolvers<string>()
  const first = attempt(() => promise)
  assert.equal(await attempt(async () => 'second'), undefined)
  resolve('first')
  assert.deepEqual([await first, isRunning.value], ['first', false])
})

test('of two questions the last is answered, whichever answer comes first', async () => {
  const { latest, problem } = useAttempt()
  const slow = Promise.withResolvers<string>()
  const early = latest(() => slow.promise)
  assert.equal(await latest(async () => 'late'), 'late')
  slow.resolve('early')
  assert.equal(await early, undefined)

  const lost = Promise.withResolvers<string>()
  const overtaken = latest(() => lost.promise)
  await latest(async () => 'good')
  lost.reject(unreachable())
  assert.deepEqual([await overtaken, problem.value], [undefined, null])
})

test('a refusal is told, and a bug is not taken for one', async () => {
  const { attempt, problem } = useAttempt()
  assert.equal(await attempt(() => Promise.reject(unreachable())), undefined)
  assert.equal(problem.value?.code, 'UNREACHABLE')
  await assert.rejects(
    attempt(() => Promise.reject(new TypeError('a bug'))),
    TypeError,
  )
})
