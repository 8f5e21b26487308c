import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { seededRandom } from '../random.ts'
import type { Found } from './kafka-source.ts'
import { createWindow } from './kafka-window.ts'

const found = (...offsets: number[]): Found[] =>
  offsets.map((offset) => ({ offset: BigInt(offset), key: null, value: null }))

const offsetsOf = (some: readonly Found[]) => some.map(({ offset }) => Number(offset))

/** A window from offset 10 on, whose listener refuses the offsets named. */
function window() {
  const clock = manualClock(0)
  const refuses = new Set<number>()
  const offers: { at: number; offsets: number[]; attempt: number }[] = []
  let held: Promise<void> | undefined
  const opened = createWindow({
    topic: 'shop',
    partition: 0,
    from: 10n,
    clock,
    random: seededRandom(1),
    onSettled: () => undefined,
    async offer(some, attempt) {
      offers.push({ at: clock.now(), offsets: offsetsOf(some), attempt })
      await held
      return some.filter(({ offset }) => refuses.has(Number(offset)))
    },
  })
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  /** Keeps the listener from answering until it is let go. */
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    held = promise
    return () => {
      held = undefined
      resolve()
    }
  }
  return { window: opened, clock, refuses, offers, settled, hold }
}

test('the frontier never passes what is being applied', async () => {
  const { window: opened, settled, hold } = window()
  const letGo = hold()
  opened.take(found(10, 11), 12n)
  await settled()
  assert.equal(opened.frontier(), 10n)
  assert.equal(opened.position(), 12n)
  letGo()
  await opened.idle()
  assert.equal(opened.frontier(), 12n)
})

test('what is refused holds the frontier, not later messages, and is offered again ever later', async () => {
  const { window: opened, clock, refuses, offers, settled } = window()
  refuses.add(11)
  opened.take(found(10, 11, 12), 13n)
  await settled()
  opened.take(found(13), 14n)
  await settled()
  assert.equal(opened.frontier(), 11n)
  for (let step = 0; step < 40; step++) {
    clock.advance(50)
    await settled()
  }
  assert.equal(opened.frontier(), 11n)
  const again = offers.filter(({ offsets }) => offsets.includes(11))
  assert.deepEqual(
    again.map(({ attempt }) => attempt),
    [0, 1, 2, 3],
  )
  const waits = again.slice(1).map(({ at }, n) => at - (again[n]?.at ?? 0))
  for (const [n, wait] of waits.entries()) assert.ok(wait >= 100 * 2 ** n, `wait ${n} was ${wait} ms`)
  refuses.clear()
  clock.advance(60_000)
  await settled()
  assert.equal(opened.frontier(), 14n)
})

test('only what was refused is offered again', async () => {
  const { window: opened, clock, refuses, offers, settled } = window()
  refuses.add(11)
  opened.take(found(10, 11, 12), 13n)
  await settled()
  clock.advance(200)
  await settled()
  assert.deepEqual(
    offers.map(({ offsets }) => offsets),
    [[10, 11, 12], [11]],
  )
})

test('messages are offered in the order of the partition, one batch after the other', async () => {
  const { window: opened, offers } = window()
  const offsets = Array.from({ length: 250 }, (_, n) => 10 + n)
  opened.take(found(...offsets.slice(0, 30)), 40n)
  opened.take(found(...offsets.slice(30)), 260n)
  await opened.idle()
  await opened.idle()
  await opened.idle()
  assert.deepEqual(
    offers.flatMap(({ offsets }) => offsets),
    offsets,
  )
  assert.ok(offers.every(({ offsets }) => offsets.length <= 100))
})

test('a window that is full of what is unsettled says so, and has room again afterwards', async () => {
  const { window: opened, settled, hold } = window()
  const letGo = hold()
  opened.take(found(...Array.from({ length: 999 }, (_, n) => 10 + n)), 1009n)
  assert.equal(opened.isFull(), false)
  opened.take(found(1009), 1010n)
  assert.equal(opened.isFull(), true)
  letGo()
  await settled()
  assert.equal(opened.isFull(), false)
})

test('an abandoned window offers nothing more and its frontier stays where it was', async () => {
  const { window: opened, clock, refuses, offers, settled, hold } = window()
  refuses.add(10)
  opened.take(found(10), 11n)
  await settled()
  const letGo = hold()
  opened.take(found(11), 12n)
  await settled()
  opened.take(found(12), 13n)
  opened.abandon()
  letGo()
  clock.advance(60_000)
  await settled()
  opened.take(found(13), 14n)
  await settled()
  assert.deepEqual(
    offers.map(({ offsets }) => offsets),
    [[10], [11]],
  )
  assert.equal(opened.frontier(), 10n)
})

test('a gap in the offsets does not hold up the frontier', async () => {
  const { window: opened } = window()
  opened.take([], 15n)
  assert.equal(opened.frontier(), 15n)
  opened.take(found(17), 20n)
  await opened.idle()
  assert.equal(opened.frontier(), 20n)
})
