import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '#kit/clock.ts'
import { createBells } from './bells.ts'

const never = new AbortController().signal

test('a ring before anyone listens is heard by the next who does, once', async () => {
  const clock = manualClock(0)
  const bells = createBells(clock)
  const bell = bells.hang('shop:1', never)
  bells.ring('shop:1')
  bells.ring('shop:1')
  assert.equal(await bell.heard(1_000), true)
  const second = bell.heard(1_000)
  clock.advance(1_000)
  assert.equal(await second, false)
})

test('a ring reaches every bell of its audience and none of another', async () => {
  const clock = manualClock(0)
  const bells = createBells(clock)
  const [one, two, other] = ['shop:1', 'shop:1', 'shop:2'].map((audience) =>
    bells.hang(audience, never).heard(1_000),
  )
  bells.ring('shop:1')
  clock.advance(1_000)
  assert.deepEqual(await Promise.all([one, two, other]), [true, true, false])
})

test('a bell falls still with its signal, and who waits for it goes on', async () => {
  const bells = createBells(manualClock(0))
  const leaving = new AbortController()
  const bell = bells.hang('shop:1', leaving.signal)
  const waiting = bell.heard(1_000)
  leaving.abort()
  assert.equal(await waiting, false)
  assert.equal(bell.isStill(), true)
  assert.equal(bells.hang('shop:1', leaving.signal).isStill(), true)
})

test('a bell taken down hears nothing more', async () => {
  const bells = createBells(manualClock(0))
  const bell = bells.hang('shop:1', never)
  bell.takeDown()
  bells.ring('shop:1')
  assert.equal(await bell.heard(1_000), false)
})

test('silence makes every bell fall still, those hung later too', async () => {
  const bells = createBells(manualClock(0))
  const waiting = bells.hang('shop:1', never).heard(1_000)
  bells.silence()
  assert.equal(await waiting, false)
  assert.equal(bells.hang('shop:2', never).isStill(), true)
})
