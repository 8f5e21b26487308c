import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, systemClock } from './clock.ts'

test('a manual clock runs what falls due in order of time, then of asking, each at its own instant', () => {
  const clock = manualClock(1000)
  const ran: string[] = []
  clock.after(300, () => ran.push(`late ${clock.now()}`))
  clock.after(100, () => ran.push(`first ${clock.now()}`))
  clock.after(100, () => ran.push(`second ${clock.now()}`))
  clock.advance(299)
  assert.deepEqual([ran, clock.now()], [['first 1100', 'second 1100'], 1299])
  clock.advance(1)
  assert.equal(ran[2], 'late 1300')
})

test('work that asks for more work on the way is served within the same advance', () => {
  const clock = manualClock(0)
  const ran: number[] = []
  const tick = () => {
    ran.push(clock.now())
    clock.after(10, tick)
  }
  clock.after(10, tick)
  clock.set(35)
  assert.deepEqual(ran, [10, 20, 30])
})

test('cancelled work does not run', () => {
  const clock = manualClock(0)
  let ran = 0
  const cancel = clock.after(5, () => {
    ran += 1
  })
  cancel()
  clock.advance(10)
  assert.equal(ran, 0)
})

test('a manual clock never goes back', () => {
  const clock = manualClock(50)
  clock.set(10)
  assert.equal(clock.now(), 50)
})

for (const [name, make] of [
  ['manual', () => manualClock(0)],
  ['system', () => systemClock],
] as const) {
  test(`${name}: an aborted sleep rejects with the signal's reason, before or during`, async () => {
    const clock = make()
    await assert.rejects(clock.sleep(60_000, AbortSignal.abort(new Error('gone'))), /gone/)
    const during = new AbortController()
    const sleep = clock.sleep(60_000, during.signal)
    during.abort(new Error('left'))
    await assert.rejects(sleep, /left/)
  })
}

test('the system clock sleeps at least as long as it was asked to', async () => {
  const keptAlive = setInterval(() => undefined, 1000)
  const before = performance.now()
  await systemClock.sleep(20)
  clearInterval(keptAlive)
  assert.ok(performance.now() - before >= 19)
})
