import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Outcome } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { systemClock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { type Handlers, serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { deadlineSuite } from './rpc.deadlines.ts'
import { streamingSuite } from './rpc.streaming.ts'
import { buildWorld, isFault, item, type RpcAdapter } from './rpc.world.ts'

const far = { shopId: '1', dishIds: [] }
/** What every transport must do. */
export function rpcSuite(name: string, adapter: RpcAdapter): void {
  describe(`rpc over ${name}`, () => {
    messageSuite(adapter)
    deadlineSuite(adapter)
    faultSuite(adapter)
    streamingSuite(adapter)
  })
}

function messageSuite(adapter: RpcAdapter): void {
  test('a request and an answer arrive with every default filled in and nothing else', async (t) => {
    const world = await buildWorld(t, adapter)
    let asked: unknown
    world.far.listStock = async (request) => {
      asked = request
      return { items: [{ dishId: '2', onHand: 0 }, { dailyAmount: 7 }] }
    }
    const answer = await world.inventory.listStock({ shopId: '1', nothingOfTheKind: true } as never)
    assert.deepEqual(asked, { shopId: '1', dishIds: [] })
    const blank = { shopId: '', dishId: '', reserved: 0, soldOutUntil: 0 }
    assert.deepEqual(answer, {
      items: [
        { ...blank, dishId: '2', onHand: 0 },
        { ...blank, dailyAmount: 7 },
      ],
    })
  })

  test('numbers up to 53 bits, enums and Chinese text arrive as they were', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.setStock = async ({ onHand, reason }) => ({ onHand, reserved: -(2 ** 40), shopId: reason })
    world.far.reserve = async () => ({ outcome: Outcome.REJECTED, shortDishIds: ['宫保鸡丁', '🍜'] })
    const stock = await world.inventory.setStock({ onHand: Number.MAX_SAFE_INTEGER, reason: '盘点' })
    assert.equal(stock.onHand, Number.MAX_SAFE_INTEGER)
    assert.equal(stock.reserved, -(2 ** 40))
    assert.equal(stock.shopId, '盘点')
    const reservation = await world.inventory.reserve({ lines: [{ dishId: '1', quantity: 2 ** 31 - 1 }] })
    assert.deepEqual(reservation.shortDishIds, ['宫保鸡丁', '🍜'])
    assert.equal(reservation.outcome, Outcome.REJECTED)
  })

  test('a request with an inexact number or a wrong type is refused before it is sent', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.setStock = async () => ({})
    const send = (request: object) => world.inventory.setStock(request as never)
    await assert.rejects(send({ onHand: 2 ** 53 }), isFault('invalid', 'NUMBER_UNSAFE'))
    await assert.rejects(send({ onHand: 1.5 }), isFault('invalid', 'NUMBER_UNSAFE'))
    for (const wrong of [{ onHand: '7' }, { shopId: 7 }, { shopId: null }, { reason: '\ud800' }]) {
      await assert.rejects(send(wrong), isFault('invalid', 'MESSAGE_INVALID'))
    }
    await assert.rejects(
      world.inventory.reserve({ lines: [{ quantity: 2 ** 31 }] }),
      isFault('invalid', 'MESSAGE_INVALID'),
    )
    assert.equal(world.seen.length, 0)
  })

  test('an answer that breaks its contract is a bug of the handler', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.setStock = async () => ({ reserved: 2 ** 53 })
    await assert.rejects(world.inventory.setStock({}), isFault('internal', 'INTERNAL'))
    assert.equal(world.logged.length, 1)
  })

  test('neither side can change what the other side holds', async (t) => {
    const world = await buildWorld(t, adapter)
    const kept = { items: [{ dishId: '2', reserved: 1 }] }
    world.far.listStock = async (request) => {
      assert.throws(() => (request.dishIds as string[]).push('9'), TypeError)
      return kept
    }
    const dishIds = ['1']
    const answer = await world.inventory.listStock({ shopId: '1', dishIds })
    dishIds.push('2')
    Object.assign(answer.items[0] ?? {}, Object.isFrozen(answer.items[0]) ? {} : { reserved: 99 })
    assert.equal(kept.items[0]?.reserved, 1)
    assert.notEqual(answer.items[0], kept.items[0])
  })

  test('a thousand calls at once each get their own answer', async (t) => {
    const prepareAttempt = async ({ n }: { readonly n: number }) => {
      if (n % 3 === 0) await systemClock.sleep(1)
      if (n % 10 === 9) throw new Fault('conflict', 'ATTEMPT_DIFFERS', 'no', { details: { n: `${n}` } })
      return { n: n * 2 }
    }
    const served = [serve(PaymentService, { prepareAttempt } as unknown as Handlers<typeof PaymentService>)]
    const link = await adapter.connect(served, { clock: systemClock, log: silentLog })
    t.after(() => link.stop())
    const payment = clientOf(PaymentService, link.transport)
    const calls = Array.from({ length: 1000 }, (_, n) => payment.prepareAttempt({ n }))
    const answers = await Promise.allSettled(calls)
    answers.forEach((answer, n) => {
      if (answer.status === 'fulfilled') assert.equal(answer.value.n, n * 2)
      else assert.equal((answer.reason as Fault).details.n, `${n}`)
    })
    assert.equal(answers.filter(({ status }) => status === 'rejected').length, 100)
  })

  test('a service that is not there is unreachable, and nothing was done', async (t) => {
    const world = await buildWorld(t, adapter)
    const link = await adapter.connect([], { clock: systemClock, log: silentLog })
    t.after(() => link.stop())
    const asked = clientOf(PaymentService, link.transport).listPayments({ orderId: '1' })
    await assert.rejects(
      asked,
      (thrown) => isFault('unavailable', 'UNREACHABLE')(thrown) && !(thrown as Fault).unknown,
    )
    assert.equal(world.seen.length, 0)
  })
}

function faultSuite(adapter: RpcAdapter): void {
  test('a fault crosses two hops with reason, words and details, and without its cause', async (t) => {
    const world = await buildWorld(t, adapter)
    const thrown = new Fault('precondition', 'STOCK_BELOW_RESERVED', 'Less than reserved: 宫保鸡丁', {
      details: { dishId: '2', reserved: '7' },
      cause: new Error('row 17'),
    })
    world.far.setStock = () => Promise.reject(thrown)
    world.near.markRead = async () => {
      await world.inventory.setStock(item(1))
      return {}
    }
    const caught = await world.push.markRead({}).catch((fault: unknown) => fault)
    assert.ok(caught instanceof Fault)
    assert.notEqual(caught, thrown)
    const { kind, reason, message, details, unknown } = thrown
    assert.deepEqual(
      { ...caught, message: caught.message },
      { name: 'Fault', kind, reason, message, details, unknown },
    )
    assert.equal(caught.cause, undefined)
    assert.equal(world.logged.length, 0)
    assert.deepEqual(
      world.outcomes.filter((outcome) => outcome.fault?.reason !== reason),
      [],
    )
  })

  test('whether the outcome is unknown crosses with the fault', async (t) => {
    const world = await buildWorld(t, adapter)
    for (const unknown of [true, false]) {
      world.far.setStock = () =>
        Promise.reject(new Fault('unavailable', 'UNREACHABLE', 'no answer', { unknown }))
      const caught = await world.inventory.setStock({}).catch((fault: Fault) => fault)
      assert.equal((caught as Fault).unknown, unknown)
    }
  })

  test('a bug is answered as internal, says nothing and is logged where it happened', async (t) => {
    const world = await buildWorld(t, adapter)
    const bug = new TypeError('password of the database is 123456')
    world.far.listStock = () => Promise.reject(bug)
    world.far.setStock = () => {
      throw bug
    }
    for (const asked of [world.inventory.listStock(far), world.inventory.setStock({})]) {
      const caught = await asked.catch((fault: unknown) => fault)
      assert.ok(caught instanceof Fault)
      assert.deepEqual([caught.kind, caught.reason, caught.unknown], ['internal', 'INTERNAL', true])
      assert.doesNotMatch(`${caught.message} ${JSON.stringify(caught.details)} ${caught.cause}`, /password/)
    }
    assert.equal(world.logged.length, 2)
    assert.ok(world.logged.every(({ error }) => error === bug))
  })

  test('what an internal fault says stays where it happened', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.listStock = () =>
      Promise.reject(new Fault('internal', 'INTERNAL', 'secret', { details: { a: 'secret' } }))
    const caught = await world.inventory.listStock(far).catch((fault: unknown) => fault)
    assert.ok(caught instanceof Fault)
    assert.doesNotMatch(`${caught.message} ${JSON.stringify(caught.details)}`, /secret/)
  })

  test('a transport tells its observer how each call ended', async (t) => {
    const world = await buildWorld(t, adapter)
    world.far.listStock = async () => ({})
    world.far.setStock = () => Promise.reject(new Fault('invalid', 'STOCK_INVALID', 'no'))
    await world.inventory.listStock(far)
    await assert.rejects(world.inventory.setStock({}))
    assert.deepEqual(
      world.outcomes.map(({ fault }) => fault?.reason),
      [undefined, 'STOCK_INVALID'],
    )
  })
}
