import assert from 'node:assert/strict'
import { suite, type TestContext, test } from 'node:test'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { type Clock, systemClock } from '#kit/clock.ts'
import type { Bus, Deliver, Envelope } from '#kit/messaging/bus.ts'
import type { StartedServer } from '../../host/servers/process.ts'
import { createWorld, envelope, type Wiring } from './messaging.world.ts'

/** How a broker is reached. */
export interface Broker {
  readonly processes: Wiring
  /** A process of a platform, named by its prefix, on which `kitchen` and `desk` listen to these types. */
  readonly open: (prefix: string, types: readonly string[], clock: Clock) => Promise<Bus> | Bus
  readonly server: () => StartedServer
  /** Resolves when what the broker was told to create just now is safe from a kill. */
  readonly created?: () => Promise<void>
}

const types = [OrderPaidSchema.typeName]
const patience = { interval: 10, timeout: 30_000 }

/** What a bus owes beyond the common suite where a broker stores the messages. */
export function brokerSuite(adapter: string, { processes, open, server, created }: Broker): void {
  suite(`messaging by way of the broker ${adapter}`, () => {
    let platforms = 0

    /** Opens processes of one new platform that end with the test. */
    function platform(t: TestContext) {
      const prefix = `platform-${++platforms}`
      return async () => {
        const bus = await open(prefix, types, systemClock)
        t.after(() => bus.stop())
        return bus
      }
    }

    test('what is published while a listener has no process is heard by its first one', async (t) => {
      const start = platform(t)
      const messages = numbered(200)
      assert.deepEqual(await (await start()).publish(messages, 0), [])
      const desk = gathering()
      await (await start()).listen('desk', types, desk.deliver)
      await t.waitFor(() => assert.equal(desk.heard.length, 200), patience)
      assert.deepEqual(byKey(desk.heard), byKey(messages))
    })

    test('a message arrives as it was published, to the byte', async (t) => {
      const start = platform(t)
      const desk = gathering()
      await (await start()).listen('desk', types, desk.deliver)
      const payload = JSON.stringify({ remark: '少放辣 🌶 \u0000 "', filler: 'x'.repeat(300_000) })
      const strange = { ...envelope('strange', '订单/1', 1), at: 1_700_000_000_123, payload }
      const plain = { ...envelope('plain', '', 1), traceparent: '' }
      assert.deepEqual(await (await start()).publish([strange, plain], 0), [])
      await t.waitFor(() => assert.equal(desk.heard.length, 2), patience)
      assert.deepEqual(desk.heard.toSorted(byId), [plain, strange])
    })

    test('the processes of one listener share its messages; each of another hears them too', async (t) => {
      const start = platform(t)
      const [one, two, kitchen] = [gathering(), gathering(), gathering()]
      await (await start()).listen('desk', types, one.deliver)
      await (await start()).listen('desk', types, two.deliver)
      await (await start()).listen('kitchen', types, kitchen.deliver)
      const announcing = await start()
      const messages = numbered(400)
      await t.waitFor(async () => {
        assert.deepEqual(await announcing.publish(messages, 0), [])
        assert.ok(one.heard.length > 0 && two.heard.length > 0, 'one process does all the work')
      }, patience)
      const ids = () => new Set([...one.heard, ...two.heard].map(({ id }) => id)).size
      await t.waitFor(() => assert.equal(ids(), 400), patience)
      await t.waitFor(() => assert.equal(new Set(kitchen.heard.map(({ id }) => id)).size, 400), patience)
    })

    test('a process that stops leaves what it had not settled to the others', async (t) => {
      const start = platform(t)
      const stopping = await open(`platform-${platforms}`, types, systemClock)
      const stubborn = gathering(() => true)
      await stopping.listen('desk', types, stubborn.deliver)
      const messages = numbered(20)
      assert.deepEqual(await (await start()).publish(messages, 0), [])
      await t.waitFor(() => assert.ok(stubborn.heard.length >= 20), patience)
      const desk = gathering()
      await (await start()).listen('desk', types, desk.deliver)
      await stopping.stop()
      await t.waitFor(() => assert.equal(new Set(desk.heard.map(({ id }) => id)).size, 20), patience)
    })

    test('a type that nobody on the platform listens to counts as heard', async (t) => {
      const bus = await platform(t)()
      const unheard = { ...envelope('unheard', 'order', 1), type: 'cangqiong.order.v1.OrderDreamt' }
      assert.deepEqual(await bus.publish([unheard], 0), [])
    })

    test('while the broker is away publishing fails soon, and goes on when it is back', async (t) => {
      const start = platform(t)
      const bus = await start()
      const desk = gathering()
      await (await start()).listen('desk', types, desk.deliver)
      assert.deepEqual(await bus.publish([envelope('before', 'order', 1)], 0), [])
      await created?.()
      await server().kill()
      const message = envelope('meanwhile', 'order', 2)
      const since = performance.now()
      assert.deepEqual(await idsRefused(bus, [message]), ['meanwhile'])
      assert.deepEqual(await idsRefused(bus, [message]), ['meanwhile'])
      assert.ok(performance.now() - since < 8000)
      await server().restart()
      await t.waitFor(async () => assert.deepEqual(await idsRefused(bus, [message]), []), patience)
      await t.waitFor(() => assert.ok(desk.heard.some(({ id }) => id === 'meanwhile')), patience)
    })

    test('a broker killed amid publishing and consuming loses nothing and repeats no effect', async (t) => {
      const world = await createWorld(processes, undefined, systemClock)
      t.after(async () => {
        await world.relay.stop?.()
        await world.close()
      })
      await world.relay.start?.()
      await created?.()
      const versions = Array.from({ length: 300 }, (_, n) => n)
      const announcing = (async () => {
        for (const version of versions) {
          await world.announce(`order-${version % 10}`, version)
          await systemClock.sleep(5)
        }
      })()
      await t.waitFor(async () => assert.ok((await world.desk.heardInAll()) > 50), patience)
      await server().kill()
      await server().restart()
      await announcing
      for (const desk of [world.kitchen, world.desk]) {
        await t.waitFor(async () => assert.equal(await desk.heardInAll(), 300), patience)
        const heard = await Promise.all(
          Array.from({ length: 10 }, (_, order) => desk.heard(`order-${order}`)),
        )
        assert.deepEqual(heard.flat().toSorted(ascending), versions)
      }
      await t.waitFor(async () => assert.equal(await world.outboxSize(), 0), patience)
    })
  })
}

/** Messages of ten orders, numbered through. */
function numbered(count: number): readonly Envelope[] {
  return Array.from({ length: count }, (_, n) => envelope(`id-${n}`, `order-${n % 10}`, n))
}

/** A listener that notes what it is offered. */
function gathering(refuses: (message: Envelope) => boolean = () => false) {
  const heard: Envelope[] = []
  const deliver: Deliver = async (messages) => {
    heard.push(...messages)
    return messages.filter(refuses).map(({ id }) => id)
  }
  return { heard, deliver }
}

async function idsRefused(bus: Bus, messages: readonly Envelope[]): Promise<readonly string[]> {
  try {
    return await bus.publish(messages, 0)
  } catch {
    return messages.map(({ id }) => id)
  }
}

const byKey = (messages: readonly Envelope[]) => {
  const keys = [...new Set(messages.map(({ key }) => key))].toSorted()
  return keys.map((key) => messages.filter((message) => message.key === key).map(({ id }) => id))
}
const byId = (a: Envelope, b: Envelope) => a.id.localeCompare(b.id)
const ascending = (a: number, b: number) => a - b
