import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { currentContext, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { buildWorld, gate, type Push, patienceMs, type RpcAdapter, within } from './rpc.world.ts'

type Follow = Push['follow']

/** Notes `seq` 1, 2, 3 …, and tells when the handler has ended and whether its signal was aborted. */
function counting(limit: number) {
  const ended = gate()
  const state = { sent: 0, aborted: false }
  const follow: Follow = async function* () {
    const { signal } = currentContext()
    try {
      while (state.sent < limit) yield { seq: ++state.sent }
      if (limit === waits) await new Promise(() => undefined)
    } finally {
      state.aborted = signal.aborted
      ended.resolve()
    }
  }
  return { follow, state, ended: ended.promise }
}

const waits = 3

export function streamingSuite(adapter: RpcAdapter): void {
  test('a stream brings every item in order, complete, and ends', async (t) => {
    const world = await buildWorld(t, adapter)
    world.near.follow = counting(500).follow
    const seqs: number[] = []
    for await (const notification of world.push.follow({ audience: 'shop:1' })) {
      assert.equal(notification.audience, '')
      seqs.push(notification.seq)
    }
    assert.deepEqual(
      seqs,
      Array.from({ length: 500 }, (_, n) => n + 1),
    )
  })

  test('every step of a stream runs in the context of its call', async (t) => {
    const world = await buildWorld(t, adapter)
    const by = { kind: 'customer', id: '7' } as const
    world.near.follow = async function* () {
      for (let n = 0; n < 3; n++) {
        yield { audience: JSON.stringify(currentContext().by) }
        await systemClock.sleep(1)
      }
    }
    const items = withContext({ by }, () => world.push.follow({}))
    let count = 0
    for await (const { audience } of items) count += Number(audience === JSON.stringify(by))
    assert.equal(count, 3)
  })

  test('a reader that leaves ends the handler', async (t) => {
    const world = await buildWorld(t, adapter)
    const { follow, state, ended } = counting(Number.POSITIVE_INFINITY)
    world.near.follow = follow
    for await (const { seq } of world.push.follow({})) if (seq === 2) break
    await within(patienceMs, ended)
    const { sent } = state
    await systemClock.sleep(20)
    assert.equal(state.sent, sent)
  })

  test('a reader may leave while it waits for an item', async (t) => {
    const world = await buildWorld(t, adapter)
    const told = gate()
    world.near.follow = async function* () {
      currentContext().signal.addEventListener('abort', () => told.resolve())
      yield { seq: 1 }
      await new Promise(() => undefined)
    }
    const reader = world.push.follow({})[Symbol.asyncIterator]()
    await reader.next()
    const waiting = reader.next().catch(() => undefined)
    await within(patienceMs, Promise.resolve(reader.return?.()))
    await within(patienceMs, waiting)
    await within(patienceMs, told.promise)
  })

  test('a reader whose caller goes is told at once, and so is the handler', async (t) => {
    const world = await buildWorld(t, adapter)
    const told = gate()
    world.near.follow = async function* () {
      currentContext().signal.addEventListener('abort', () => told.resolve())
      yield { seq: 1 }
      await new Promise(() => undefined)
    }
    const caller = new AbortController()
    const reader = withContext({ signal: caller.signal }, () => world.push.follow({}))[Symbol.asyncIterator]()
    await reader.next()
    const waiting = reader.next()
    caller.abort()
    await assert.rejects(within(patienceMs, waiting), { reason: 'CANCELLED' })
    await within(patienceMs, told.promise)
  })

  test('a stream ends at the deadline of its caller', async (t) => {
    const world = await buildWorld(t, adapter)
    world.near.follow = counting(waits).follow
    const deadline = systemClock.now() + 400
    const read = async () => {
      const seqs: number[] = []
      try {
        for await (const { seq } of withContext({ deadline }, () => world.push.follow({}))) seqs.push(seq)
      } catch (thrown) {
        return { seqs, reason: (thrown as Fault).reason }
      }
      return { seqs, reason: '' }
    }
    assert.deepEqual(await within(patienceMs, read()), { seqs: [1, 2, 3], reason: 'DEADLINE_EXCEEDED' })
  })

  test('a fault in the middle of a stream arrives after the items before it', async (t) => {
    const world = await buildWorld(t, adapter)
    world.near.follow = async function* () {
      yield { seq: 1 }
      throw new Fault('missing', 'AUDIENCE_FOREIGN', 'There is no such audience', {
        details: { audience: 'shop:2' },
      })
    }
    const reader = world.push.follow({})[Symbol.asyncIterator]()
    assert.equal((await reader.next()).value?.seq, 1)
    await assert.rejects(reader.next(), {
      kind: 'missing',
      reason: 'AUDIENCE_FOREIGN',
      details: { audience: 'shop:2' },
    })
    assert.equal((await reader.next()).done, true)
  })

  test('a bug in a stream is hidden and logged', async (t) => {
    const world = await buildWorld(t, adapter)
    world.near.follow = async function* () {
      yield { seq: 1 }
      throw new Error('secret')
    }
    const read = async () => {
      for await (const _ of world.push.follow({}));
    }
    await assert.rejects(read(), { kind: 'internal', message: /our side/ })
    assert.equal(world.logged.length, 1)
  })

  test('a slow reader holds the handler back', async (t) => {
    const world = await buildWorld(t, adapter)
    const body = 'x'.repeat(64 * 1024)
    let sent = 0
    world.near.follow = async function* () {
      for (; sent < 2000; sent++) yield { payload: body }
    }
    const reader = world.push.follow({})[Symbol.asyncIterator]()
    await reader.next()
    await systemClock.sleep(100)
    assert.ok(sent < 1000, `${sent} items were made for a reader that took one`)
    await reader.return?.()
  })
}
