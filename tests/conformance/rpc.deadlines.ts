import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { systemClock } from '#kit/clock.ts'
import { type Context, currentContext, withContext } from '#kit/context.ts'
import type { Fault } from '#kit/fault.ts'
import { buildWorld, gate, isFault, patienceMs, type RpcAdapter, type World, within } from './rpc.world.ts'

const soon = (ms: number) => systemClock.now() + ms
/** gRPC sends the time that is left, so the way there may add to a deadline. */
const slackMs = 500

export function deadlineSuite(adapter: RpcAdapter): void {
  /** push.markRead asks inventory.setStock, as one service asks another. */
  function chain(world: World): void {
    world.near.markRead = async () => {
      await world.inventory.setStock({})
      return {}
    }
    world.far.setStock = async () => ({})
  }

  test('the deadline shrinks over two hops; person, session and trace travel', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const by = { kind: 'employee', id: '3', shopId: '1', roles: ['店长', 'manager'] } as const
    const travelling = {
      by,
      sessionId: 's-1',
      traceId: 'ab'.repeat(16),
      spanId: '12'.repeat(8),
      sampled: true,
    }
    const deadline = soon(1500)
    await withContext({ ...travelling, deadline }, () => world.push.markRead({}))
    const [first, second] = world.seen as [Context, Context]
    assert.ok(first.deadline <= deadline + slackMs && first.deadline > deadline - 1000)
    assert.ok(second.deadline <= first.deadline + slackMs)
    for (const { by: person, sessionId, traceId, sampled } of [first, second]) {
      assert.deepEqual(
        { by: person, sessionId, traceId, sampled },
        { by, sessionId: 's-1', traceId: travelling.traceId, sampled: true },
      )
    }
  })

  test('the contract bounds a call whose caller waits for ever', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const before = systemClock.now()
    await world.push.markRead({})
    const [first, second] = world.seen as [Context, Context]
    assert.ok(first.deadline >= before + 2900 && first.deadline <= soon(3000) + slackMs)
    assert.ok(second.deadline <= first.deadline + slackMs)
  })

  test('expired work is dropped, not done', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const late = withContext({ deadline: soon(0) }, () => world.push.markRead({}))
    await assert.rejects(late, isFault('expired', 'DEADLINE_EXCEEDED'))
    assert.equal(world.seen.length, 0)
  })

  test('work that expires on its way through the first hop never reaches the second', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const { promise: done, resolve } = gate()
    world.near.markRead = async () => {
      await systemClock.sleep(currentContext().deadline - systemClock.now() + 5)
      await world.inventory.setStock({}).finally(resolve)
      return {}
    }
    const asked = withContext({ deadline: soon(300) }, () => world.push.markRead({}))
    await assert.rejects(asked, isFault('expired', 'DEADLINE_EXCEEDED'))
    await within(patienceMs, done)
    assert.equal(world.seen.length, 1)
  })

  test('a caller of a handler that hangs is answered at its deadline, and the handler is told', async (t) => {
    const world = await buildWorld(t, adapter)
    const { promise: told, resolve } = gate()
    world.far.setStock = () => {
      currentContext().signal.addEventListener('abort', () => resolve())
      return new Promise(() => undefined)
    }
    const began = systemClock.now()
    const asked = withContext({ deadline: soon(300) }, () => world.inventory.setStock({}))
    await assert.rejects(
      within(patienceMs, asked),
      (thrown) => isFault('expired', 'DEADLINE_EXCEEDED')(thrown) && (thrown as Fault).unknown,
    )
    assert.ok(systemClock.now() - began >= 290)
    await within(patienceMs, told)
  })

  test('a caller that goes is let go at once, and the handler is told', async (t) => {
    const world = await buildWorld(t, adapter)
    const entered = gate()
    const told = gate()
    world.far.setStock = () => {
      currentContext().signal.addEventListener('abort', () => told.resolve())
      entered.resolve()
      return new Promise(() => undefined)
    }
    const caller = new AbortController()
    const asked = withContext({ signal: caller.signal }, () => world.inventory.setStock({}))
    await entered.promise
    caller.abort()
    await assert.rejects(within(patienceMs, asked), isFault('expired', 'CANCELLED'))
    await within(patienceMs, told.promise)
  })

  test('a call that has ended leaves nothing with its caller', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.setStock = async () => ({})
    world.near.follow = async function* () {
      yield { seq: 1 }
      yield { seq: 2 }
    }
    const { signal } = new AbortController()
    await withContext({ signal }, async () => {
      await world.inventory.setStock({})
      await world.inventory.commit({}).catch(() => undefined)
      for await (const { seq } of world.push.follow({})) if (seq === 2) break
    })
    assert.equal(getEventListeners(signal, 'abort').length, 0)
  })

  test('a caller that has gone already asks nothing', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const asked = withContext({ signal: AbortSignal.abort() }, () => world.inventory.setStock({}))
    await assert.rejects(asked, isFault('expired', 'CANCELLED'))
    assert.equal(world.seen.length, 0)
  })

  test('a cancellation reaches the second hop', async (t) => {
    const world = await buildWorld(t, adapter)
    chain(world)
    const entered = gate()
    const told = gate()
    world.far.setStock = () => {
      currentContext().signal.addEventListener('abort', () => told.resolve())
      entered.resolve()
      return new Promise(() => undefined)
    }
    const caller = new AbortController()
    const asked = withContext({ signal: caller.signal }, () => world.push.markRead({}))
    await entered.promise
    caller.abort()
    await assert.rejects(asked, isFault('expired', 'CANCELLED'))
    await within(patienceMs, told.promise)
  })
}
