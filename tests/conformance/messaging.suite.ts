import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, type TestContext, test } from 'node:test'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Fault } from '#kit/fault.ts'
import {
  announceNonsense,
  createWorld,
  type Databases,
  type Desk,
  envelope,
  failing,
  type Wiring,
  type World,
} from './messaging.world.ts'

/** What every bus owes those who announce and those who listen. */
export function messagingSuite(adapter: string, wiring: Wiring, databases?: () => Databases): void {
  suite(`messaging over ${adapter}`, () => {
    let world: World
    beforeEach(async () => {
      world = await createWorld(wiring, databases?.())
    })
    afterEach(async () => {
      await world.relay.stop?.()
      await world.close()
    })

    /** Lets time pass from offer to offer until something holds. */
    const eventually = (t: TestContext, holds: () => Promise<void> | void) =>
      t.waitFor(
        async () => {
          try {
            await holds()
          } catch (error) {
            await world.untilNextOffer()
            throw error
          }
        },
        { interval: 2, timeout: 20_000 },
      )

    const eventuallyHeard = (t: TestContext, desk: Desk, orderId: string, versions: readonly number[]) =>
      eventually(t, async () => assert.deepEqual(await desk.heard(orderId), versions))

    /** Until nothing is left to be published. */
    const drained = (t: TestContext) => eventually(t, async () => assert.equal(await world.outboxSize(), 0))

    test('every listener hears every event once, those of one order in their order', async (t) => {
      await world.relay.start?.()
      const orders = Array.from({ length: 10 }, (_, n) => `order-${n}`)
      for (let version = 1; version <= 25; version++) {
        await Promise.all(orders.map((orderId) => world.announce(orderId, version)))
      }
      const expected = Array.from({ length: 25 }, (_, n) => n + 1)
      for (const desk of [world.kitchen, world.desk]) {
        for (const order of orders) await eventuallyHeard(t, desk, order, expected)
      }
      await drained(t)
    })

    test('what was announced before the relay started is heard at once, however much it is', async (t) => {
      const versions = Array.from({ length: 250 }, (_, n) => n + 1)
      await Promise.all(versions.map((version) => world.announce('early', version)))
      await world.relay.start?.()
      const heard = async () => (await world.desk.heard('early')).toSorted(ascending)
      await t.waitFor(async () => assert.deepEqual(await heard(), versions), { timeout: 10_000 })
    })

    test('what is refused is offered again after longer and longer waits, holding back nobody', async (t) => {
      const passing = new Fault('unavailable', 'UNREACHABLE', 'not now')
      world.desk.mishaps.failsWith = ({ orderId }) => (orderId === 'order' ? passing : undefined)
      const offers = () => world.desk.mishaps.offered.filter(({ key }) => key === 'order')
      await world.relay.start?.()
      await world.announce('order', 1)
      for (let count = 1; count <= 4; count++) {
        await eventually(t, () => assert.equal(offers().length, count))
        await world.announce(`other-${count}`, 1)
        const heard = async () => assert.deepEqual(await world.desk.heard(`other-${count}`), [1])
        await t.waitFor(heard, { timeout: 5000 })
        assert.equal(offers().length, count)
      }
      const waits = offers()
        .slice(1)
        .map(({ at }, n) => at - (offers()[n]?.at ?? 0))
      for (const [n, wait] of waits.entries()) assert.ok(wait >= 100 * 2 ** n, `wait ${n} was ${wait} ms`)
    })

    test('duplicates and disorder change nothing', async (t) => {
      const messages = Array.from({ length: 30 }, (_, n) => envelope(`id-${n}`, `order-${n % 3}`, n))
      const offers = [messages.toReversed(), messages, [...messages, ...messages], messages.slice(5, 20)]
      for (const refused of await Promise.all(
        offers.map((offer) => world.wires.announcing.publish(offer, 0)),
      )) {
        assert.deepEqual(refused, [])
      }
      const last = envelope('last', 'order-0', 30)
      await world.wires.announcing.publish([last], 0)
      for (const desk of [world.kitchen, world.desk]) {
        await eventually(t, async () => assert.equal(await desk.heardInAll(), 31))
        assert.deepEqual(
          (await desk.heard('order-0')).toSorted(ascending),
          [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30],
        )
      }
    })

    test('a crash between publishing and deleting loses nothing and repeats no effect', async (t) => {
      for (const version of [1, 2, 3]) await world.announce('order', version)
      const dying = world.relayOver(failing(world.shop, 'settleOutbox'))
      await dying.start?.()
      await t.waitFor(async () => assert.equal(await world.desk.heardInAll(), 3), { timeout: 5000 })
      await dying.stop?.()
      assert.equal(await world.outboxSize(), 3)
      await world.relay.start?.()
      await world.announce('order', 4)
      for (const desk of [world.kitchen, world.desk]) await eventuallyHeard(t, desk, 'order', [1, 2, 3, 4])
      await drained(t)
    })

    test('a poisoned message is parked and holds back nobody', async (t) => {
      world.desk.mishaps.failsWith = ({ version }) => (version === 2 ? new Error('a bug') : undefined)
      await world.relay.start?.()
      await announceNonsense(world)
      for (const version of [1, 2, 3]) await world.announce('order', version)
      await t.waitFor(async () => assert.deepEqual(await world.desk.heard('order'), [1, 3]), {
        timeout: 5000,
      })
      assert.deepEqual(await world.desk.letters.list(10).then(kindsOf), [
        'not a cangqiong.order.v1.OrderPaid',
      ])
      await eventually(t, async () => assert.equal((await world.desk.letters.list(10)).length, 2))
      assert.deepEqual(await world.desk.heard('order'), [1, 3])
      await eventuallyHeard(t, world.kitchen, 'order', [1, 2, 3])
      const parked = await world.desk.letters.list(10)
      assert.deepEqual(kindsOf(parked), ['not a cangqiong.order.v1.OrderPaid', 'a bug'])
      assert.deepEqual(
        parked.map(({ attempts }) => attempts),
        [1, 13],
      )
    })

    test('a dead letter replayed has its effect once, under its own id', async (t) => {
      const [letter] = await parkOne(t)
      assert.ok(letter)
      await assert.rejects(world.desk.letters.replay(letter.id), /a bug/)
      assert.equal((await world.desk.letters.list(10)).length, 1)
      world.desk.mishaps.failsWith = () => undefined
      await world.desk.letters.replay(letter.id)
      assert.deepEqual(await world.desk.letters.list(10), [])
      await assert.rejects(world.desk.letters.replay(letter.id), { reason: 'DEAD_LETTER_MISSING' })
      await offerAgain(letter.id)
      await eventuallyHeard(t, world.desk, 'order', [1, 2])
    })

    test('a dead letter replayed after the inbox forgot it is remembered again', async (t) => {
      const [letter] = await parkOne(t)
      assert.ok(letter)
      await world.desk.storage.tx('forget', (tx) => tx.kit.deleteFrom('inbox').execute())
      world.desk.mishaps.failsWith = () => undefined
      await world.desk.letters.replay(letter.id)
      await offerAgain(letter.id)
      await eventuallyHeard(t, world.desk, 'order', [1, 2])
    })

    test('a dead letter discarded is gone for good and keeps the reason', async (t) => {
      const [letter] = await parkOne(t)
      assert.ok(letter)
      await world.desk.letters.discard(letter.id, 'the order never was')
      assert.deepEqual(await world.desk.letters.list(10), [])
      const row = await world.desk.storage.read('look', (db) =>
        db.selectFrom('dead_letter').select(['state', 'error']).executeTakeFirstOrThrow(),
      )
      assert.equal(row.state, 'DISCARDED')
      assert.match(row.error, /the order never was.*a bug/)
      await assert.rejects(world.desk.letters.discard(letter.id, 'again'), { reason: 'DEAD_LETTER_MISSING' })
    })

    async function parkOne(t: TestContext) {
      world.desk.mishaps.failsWith = () => new Error('a bug')
      await world.relay.start?.()
      await world.announce('order', 1)
      await eventually(t, async () => assert.equal((await world.desk.letters.list(10)).length, 1))
      return world.desk.letters.list(10)
    }

    /** Version 1 of the order under an id that was dealt with, and version 2 behind it. */
    async function offerAgain(id: string) {
      const again = [envelope(id, 'order', 1), envelope('behind', 'order', 2)]
      assert.deepEqual(await world.wires.announcing.publish(again, 0), [])
    }

    test('a passing failure never ends in a dead letter', async (t) => {
      let failures = 0
      const passing = new Fault('unavailable', 'UNREACHABLE', 'not now')
      world.desk.mishaps.failsWith = () => (failures++ < 20 ? passing : undefined)
      await world.relay.start?.()
      await world.announce('order', 1)
      await eventuallyHeard(t, world.desk, 'order', [1])
      assert.equal(failures, 21)
      assert.deepEqual(await world.desk.letters.list(10), [])
    })

    test('a listener that is down hears when it is back, and the other is not bothered again', async (t) => {
      world.desk.mishaps.down = true
      await world.relay.start?.()
      await world.announce('order', 1)
      await eventually(t, () => assert.ok(world.desk.mishaps.offered.length >= 3))
      assert.deepEqual(await world.kitchen.heard('order'), [1])
      assert.deepEqual(await world.desk.heard('order'), [])
      world.desk.mishaps.down = false
      await eventuallyHeard(t, world.desk, 'order', [1])
      await drained(t)
      assert.equal(world.kitchen.mishaps.offered.length, 1)
    })

    test('watchers hear in every process, after the listeners unless a broker is between them', async (t) => {
      const seen: string[] = []
      const effects: Promise<number>[] = []
      const types = [OrderPaidSchema.typeName]
      const see = (process: string) => () => {
        seen.push(process)
        effects.push(world.kitchen.heardInAll(), world.desk.heardInAll())
      }
      await world.wires.announcing.watch(types, see('shop'))
      await world.wires.at('desk').watch(types, see('desk'))
      await world.wires.at('desk').watch(['cangqiong.order.v1.OrderPlaced'], see('of another type'))
      await world.relay.start?.()
      await world.announce('order', 1)
      await t.waitFor(() => assert.deepEqual(seen.toSorted(), ['desk', 'shop']), { timeout: 5000 })
      if (!world.wires.held) assert.deepEqual(await Promise.all(effects), [1, 1, 1, 1])
    })

    test('a watcher that fails harms neither the listeners nor the other watchers', async (t) => {
      const seen: string[] = []
      const types = [OrderPaidSchema.typeName]
      await world.wires.at('desk').watch(types, () => {
        throw new Error('a bug of a watcher')
      })
      await world.wires.at('desk').watch(types, ({ key }) => seen.push(key))
      await world.relay.start?.()
      await world.announce('order', 1)
      await eventuallyHeard(t, world.desk, 'order', [1])
      await t.waitFor(() => assert.deepEqual(seen, ['order']), { timeout: 5000 })
      assert.equal(world.desk.mishaps.offered.length, 1)
    })

    test('drain and stop publish what is there; what comes later waits for the next start', async (t) => {
      await world.relay.start?.()
      for (let version = 1; version <= 150; version++) void world.announce('order', version)
      await world.announce('order', 151)
      await world.relay.drain?.()
      assert.equal(await world.outboxSize(), 0)
      await world.announce('late', 1)
      assert.equal(await world.outboxSize(), 1)
      await world.relay.stop?.()
      assert.equal(await world.outboxSize(), 0)
      await world.announce('late', 2)
      const next = world.relayOver(world.shop)
      await next.start?.()
      await eventuallyHeard(t, world.kitchen, 'late', [1, 2])
      await drained(t)
      await next.stop?.()
    })

    test('drain publishes even what nobody was woken for', async (t) => {
      await world.relay.start?.()
      await world.announceSilently('order', 1)
      await world.relay.drain?.()
      assert.equal(await world.outboxSize(), 0)
      await eventuallyHeard(t, world.desk, 'order', [1])
    })

    test('a stopped bus takes nothing', async () => {
      await world.wires.announcing.stop()
      await assert.rejects(world.wires.announcing.publish([envelope('id', 'order', 1)], 0), {
        kind: 'unavailable',
      })
    })
  })
}

const ascending = (a: number, b: number) => a - b

const kindsOf = (letters: Awaited<ReturnType<Desk['letters']['list']>>) =>
  letters.map(({ error }) => error.replace(/^Error: /, '').replace(/ because .*/, ''))
