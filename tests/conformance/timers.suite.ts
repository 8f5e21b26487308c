import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, type TestContext, test } from 'node:test'
import { currentContext, nameOf } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import type { TimerHandler } from '#kit/timers/timers.ts'
import { createWorld, type Open, start, type World } from './timers.world.ts'

/** What timers owe, on any storage. `open` opens the same database each time, empty at first. */
export function timersSuite(adapter: string, fresh: () => { open: Open; remove: () => Promise<void> }): void {
  suite(`timers on ${adapter}`, () => {
    let world: World
    let remove: () => Promise<void>
    const warnings: string[] = []
    beforeEach(async () => {
      const database = fresh()
      warnings.length = 0
      remove = database.remove
      world = await createWorld(database.open, { ...silentLog, warn: (message) => warnings.push(message) })
    })
    afterEach(async () => {
      await world.close()
      await remove()
    })

    const until = (t: TestContext, belief: () => void | Promise<void>) =>
      t.waitFor(belief, { interval: 2, timeout: 10_000 })
    const untilEmpty = (t: TestContext) => until(t, async () => assert.equal((await world.rows()).length, 0))

    test('a timer that is due fires once, with what it was set for, and is gone', async (t) => {
      const fired: string[] = []
      await world.run({ greet: async (ref, payload) => void fired.push(`${ref} ${payload}`) })
      await world.set({ kind: 'greet', ref: 'a', dueAt: start - 5, payload: 'first' })
      await untilEmpty(t)
      world.clock.advance(120_000)
      await world.set({ kind: 'greet', ref: 'b', dueAt: world.clock.now() })
      await untilEmpty(t)
      assert.deepEqual(fired, ['a first', 'b '])
    })

    test('a timer fires at the very instant it falls due, and not before', async (t) => {
      const fired: string[] = []
      await world.run({ ring: async (ref) => void fired.push(ref) })
      await world.set({ kind: 'ring', ref: 'at 700', dueAt: start + 700 })
      world.clock.set(start + 699)
      await world.set({ kind: 'ring', ref: 'at once', dueAt: start })
      await until(t, () => assert.deepEqual(fired, ['at once']))
      await until(t, () => {
        world.clock.set(start + 700)
        assert.deepEqual(fired, ['at once', 'at 700'])
      })
    })

    test('a timer of the far future fires too', async (t) => {
      const fired: string[] = []
      await world.run({ ring: async (ref) => void fired.push(ref) })
      await world.set({ kind: 'ring', ref: 'far', dueAt: start + 100_000 })
      await world.set({ kind: 'ring', ref: 'at once', dueAt: start })
      await until(t, () => assert.deepEqual(fired, ['at once']))
      world.clock.set(start + 99_999)
      await world.set({ kind: 'ring', ref: 'before', dueAt: start })
      await until(t, () => assert.deepEqual(fired, ['at once', 'before']))
      world.clock.set(start + 101_000)
      await untilEmpty(t)
      assert.deepEqual(fired, ['at once', 'before', 'far'])
    })

    test('what was set before a restart fires after it', async (t) => {
      const fired: string[] = []
      const handlers = { ring: async (ref: string) => void fired.push(ref) }
      await world.run(handlers)
      await world.set({ kind: 'ring', ref: 'a', dueAt: start + 60_000 })
      await world.restart()
      world.clock.advance(61_000)
      await world.run(handlers)
      await untilEmpty(t)
      assert.deepEqual(fired, ['a'])
    })

    test('a run that died with its process is done again at the next start', async (t) => {
      const fired: string[] = []
      await world.run({ ring: () => new Promise(() => fired.push('dies')) })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, () => assert.deepEqual(fired, ['dies']))
      await world.restart()
      await world.run({ ring: async () => void fired.push('done') })
      await untilEmpty(t)
      assert.deepEqual(fired, ['dies', 'done'])
    })

    test('on a shared database it is done again when the claim has ended', async (t) => {
      const fired: string[] = []
      await world.run({ ring: () => new Promise(() => fired.push('dies')) }, { deadlineMs: 10_000 })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, () => assert.deepEqual(fired, ['dies']))
      await world.restart()
      await world.run({ ring: async () => void fired.push('done') }, { shared: true })
      await until(t, async () => {
        world.clock.advance(100)
        assert.deepEqual(await world.rows(), [])
      })
      assert.deepEqual(fired, ['dies', 'done'])
      assert.ok(world.clock.now() >= start + 10_000)
    })

    for (const [when, dueAt] of [
      ['another instant', start + 10],
      ['the very same instant', start],
    ] as const) {
      test(`a timer set again to ${when} while it runs fires again, never beside itself`, async (t) => {
        const gate = Promise.withResolvers<void>()
        const fired: string[] = []
        let beside = 0
        let besideMax = 0
        const ring: TimerHandler = async (_, payload) => {
          besideMax = Math.max(besideMax, ++beside)
          fired.push(payload)
          if (payload === '1') await gate.promise
          beside--
        }
        const other = async () => void fired.push('other')
        await world.run({ ring, other })
        await world.set({ kind: 'ring', ref: 'a', dueAt: start, payload: '1' })
        await until(t, () => assert.equal(fired.length, 1))
        await world.set({ kind: 'ring', ref: 'a', dueAt, payload: '2' })
        world.clock.advance(1500)
        await world.set({ kind: 'other', ref: 'b', dueAt: start + 1000 })
        await until(t, () => assert.deepEqual(fired, ['1', 'other']))
        gate.resolve()
        await untilEmpty(t)
        assert.deepEqual(fired, ['1', 'other', '2'])
        assert.equal(besideMax, 1)
      })
    }

    test('a handler may set its own timer again', async (t) => {
      const fired: string[] = []
      const ring: TimerHandler = async (ref, payload) => {
        fired.push(payload)
        if (payload === 'again') await world.set({ kind: 'ring', ref, dueAt: start, payload: 'last' })
      }
      await world.run({ ring })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start, payload: 'again' })
      await untilEmpty(t)
      assert.deepEqual(fired, ['again', 'last'])
    })

    test('what fails is tried again, after waits that double up to a minute', async (t) => {
      const firedAt: number[] = []
      const ring = async () => {
        firedAt.push(world.clock.now())
        if (firedAt.length < 12)
          throw firedAt.length % 2 ? new Error('a bug') : new Fault('unavailable', 'X', 'no')
      }
      await world.run({ ring }, { sweepMs: 50, deadlineMs: 120_000 })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, async () => {
        const [row] = await world.rows()
        const waitMs = (row?.due_at ?? 0) - world.clock.now()
        const isPutOff = waitMs > 0 && waitMs <= 60_000
        if (isPutOff) world.clock.advance(waitMs + 50)
        assert.equal(row, undefined)
      })
      const waits = firedAt.slice(1).map((at, n) => at - (firedAt[n] ?? 0))
      for (const [n, wait] of waits.entries()) {
        const full = Math.min(60_000, 200 * 2 ** n)
        assert.ok(wait >= full / 2 && wait <= full + 150, `wait ${n} was ${wait}, expected about ${full}`)
      }
      assert.equal(waits.length, 11)
    })

    test('a cleared timer never fires', async (t) => {
      const fired: string[] = []
      await world.run({ ring: async (ref) => void fired.push(ref) })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start + 100 })
      await world.clear('ring', 'a')
      world.clock.advance(2000)
      await world.set({ kind: 'ring', ref: 'b', dueAt: start })
      await untilEmpty(t)
      assert.deepEqual(fired, ['b'])
    })

    test('a timer set twice is one timer, and the last setting counts', async (t) => {
      const fired: string[] = []
      await world.set({ kind: 'ring', ref: 'a', dueAt: start + 60_000, payload: 'old' })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start, payload: 'new' })
      await world.run({ ring: async (_, payload) => void fired.push(payload) })
      await untilEmpty(t)
      assert.deepEqual(fired, ['new'])
    })

    test('1,000 due at once all fire once, at most 32 at a time', async (t) => {
      const fired = new Map<string, number>()
      let beside = 0
      let besideMax = 0
      const ring = async (ref: string) => {
        besideMax = Math.max(besideMax, ++beside)
        await new Promise(setImmediate)
        fired.set(ref, (fired.get(ref) ?? 0) + 1)
        beside--
      }
      const refs = Array.from({ length: 1000 }, (_, n) => `ref-${n}`)
      await Promise.all(refs.map((ref) => world.set({ kind: 'ring', ref, dueAt: start })))
      await world.run({ ring })
      await untilEmpty(t)
      assert.equal(fired.size, 1000)
      assert.ok([...fired.values()].every((times) => times === 1))
      assert.equal(besideMax, 32)
    })

    test('runners that share a database share the work: each timer fires once in all', async (t) => {
      const fired: string[] = []
      const ring = async (ref: string) => void fired.push(ref)
      const refs = Array.from({ length: 200 }, (_, n) => `ref-${n}`)
      await Promise.all(refs.map((ref) => world.set({ kind: 'ring', ref, dueAt: start + 10 })))
      for (let n = 0; n < 3; n++) await world.run({ ring }, { shared: true, maxConcurrent: 10 })
      world.clock.advance(1500)
      await untilEmpty(t)
      assert.deepEqual(fired.toSorted(), refs.toSorted())
    })

    test('timers of a kind that nobody handles are warned of, stay, and hold back no others', async (t) => {
      const fired: string[] = []
      const strange = Array.from({ length: 50 }, (_, n) => `strange-${n}`)
      await Promise.all(strange.map((ref) => world.set({ kind: 'strange', ref, dueAt: start - 1 })))
      await world.run({ ring: async (ref) => void fired.push(ref) })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, async () => assert.equal((await world.rows()).length, 50))
      assert.deepEqual(fired, ['a'])
      assert.deepEqual(warnings, ['timers are due that nobody here handles'])
    })

    test('a run acts as the system, outside the setter’s context, until its deadline', async (t) => {
      const aborted: boolean[] = []
      let fired = 0
      const ring: TimerHandler = () => {
        const { by, deadline, signal } = currentContext()
        assert.equal(nameOf(by), 'system:order')
        assert.equal(deadline, world.clock.now() + 5000)
        signal.addEventListener('abort', () => aborted.push(true))
        return ++fired === 1 ? new Promise(() => undefined) : Promise.resolve()
      }
      await world.run({ ring }, { name: 'order', deadlineMs: 5000 })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, () => assert.equal(fired, 1))
      world.clock.advance(4999)
      assert.deepEqual(aborted, [])
      await until(t, async () => {
        world.clock.advance(50)
        assert.deepEqual(await world.rows(), [])
      })
      assert.equal(fired, 2)
      assert.deepEqual(aborted, [true, true])
    })

    test('drain fires no more and waits for what runs', async (t) => {
      const gate = Promise.withResolvers<void>()
      const fired: string[] = []
      const runner = await world.run({
        ring: async (ref) => {
          fired.push(ref)
          await gate.promise
        },
      })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, () => assert.equal(runner.running(), 1))
      const drained = runner.drain?.()
      await world.set({ kind: 'ring', ref: 'b', dueAt: start })
      gate.resolve()
      await drained
      assert.equal(runner.running(), 0)
      assert.deepEqual(
        (await world.rows()).map(({ ref }) => ref),
        ['b'],
      )
      assert.deepEqual(fired, ['a'])
    })

    test('drain gives up on a run that hangs', async (t) => {
      const runner = await world.run({ ring: () => new Promise(() => undefined) })
      await world.set({ kind: 'ring', ref: 'a', dueAt: start })
      await until(t, () => assert.equal(runner.running(), 1))
      let hasGivenUp = false
      const drained = assert.rejects(async () => runner.drain?.(), /not done within/)
      void drained.then(() => {
        hasGivenUp = true
      })
      await until(t, () => {
        world.clock.advance(500)
        assert.ok(hasGivenUp)
      })
      await drained
    })
  })
}
