import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, manualClock } from '../clock.ts'
import { createDeadlines } from './deadlines.ts'

test('a call expires at its deadline or up to 10 ms later, never before', () => {
  const clock = manualClock(1_000_003)
  const deadlines = createDeadlines(clock)
  const expiredAt: number[] = []
  for (const ms of [1, 7, 50, 51]) deadlines.watch(clock.now() + ms, () => expiredAt.push(clock.now()))
  clock.advance(100)
  assert.deepEqual(expiredAt, [1_000_010, 1_000_010, 1_000_060, 1_000_060])
})

test('a call that ended in time is forgotten', () => {
  const clock = manualClock(0)
  const deadlines = createDeadlines(clock)
  const forget = deadlines.watch(50, () => assert.fail('it had ended'))
  forget()
  clock.advance(1000)
})

test('many calls share a timer, and those without a deadline have none', () => {
  const clock = manualClock(0)
  let timers = 0
  const counting: Clock = {
    ...clock,
    after: (ms, work) => {
      timers += 1
      return clock.after(ms, work)
    },
  }
  const deadlines = createDeadlines(counting)
  for (let n = 0; n < 1000; n++) deadlines.watch(1000 + (n % 10), () => undefined)
  deadlines.watch(Number.POSITIVE_INFINITY, () => undefined)
  deadlines.watch(2 ** 40, () => undefined)
  assert.equal(timers, 2)
})
