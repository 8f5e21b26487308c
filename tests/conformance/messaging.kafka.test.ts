import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Consumer, Producer } from '@platformatic/kafka'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { type Clock, systemClock } from '#kit/clock.ts'
import type { Envelope } from '#kit/messaging/bus.ts'
import { createKafkaBus } from '#kit/messaging/kafka.ts'
import { seededRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { kafkaAvailable, type StartedKafka, startKafka } from '../../host/servers/kafka.ts'
import { brokerSuite } from './messaging.broker.suite.ts'
import { messagingSuite } from './messaging.suite.ts'
import { envelope, listenerNames, type Wiring } from './messaging.world.ts'

if (kafkaAvailable() || process.env.REQUIRE_SERVERS === '1') {
  const types = [OrderPaidSchema.typeName]
  const patience = { interval: 10, timeout: 30_000 }
  let server: StartedKafka
  let worlds = 0
  before(async () => {
    server = await startKafka()
  })
  after(() => server.stop())

  const open = (prefix: string, types: readonly string[], clock: Clock) =>
    createKafkaBus({
      brokers: server.brokers,
      listeners: Object.fromEntries(listenerNames.map((name) => [name, types])),
      prefix,
      clock,
      random: seededRandom(5),
      log: silentLog,
    })

  /** A process for each listener and one that announces. */
  const processes: Wiring = async ({ clock, types }) => {
    const prefix = `world-${++worlds}`
    // Back-offs wait for the suite to go on in time; what a broker makes wait is over when it is over.
    const mixed = { ...clock, sleep: systemClock.sleep }
    const announcing = open(prefix, types, mixed)
    const buses = new Map(listenerNames.map((name) => [name, open(prefix, types, mixed)]))
    const held = () => [...buses.values()].reduce((sum, bus) => sum + bus.held(), 0)
    return { announcing, at: (name) => buses.get(name) ?? announcing, held }
  }
  messagingSuite('Kafka', processes)
  brokerSuite('Kafka', { processes, open, server: () => server })

  suite('what Kafka keeps', () => {
    test('a group stands before the oldest unsettled message, and no earlier', async (t) => {
      const heard: string[][] = [[], []]
      const processOf = async (n: number, refuses: (message: Envelope) => boolean) => {
        const bus = open('frontier', types, systemClock)
        t.after(() => bus.stop())
        await bus.listen('desk', types, async (messages) => {
          heard[n]?.push(...messages.map(({ id }) => id))
          return messages.filter(refuses).map(({ id }) => id)
        })
        return bus
      }
      const ids = Array.from({ length: 20 }, (_, n) => `id-${n}`)
      const first = await processOf(0, ({ id }) => id === 'id-7')
      const messages = ids.map((id, n) => envelope(id, 'one order', n))
      assert.deepEqual(await first.publish(messages, 0), [])
      await t.waitFor(() => assert.deepEqual([...new Set(heard[0])], ids), patience)
      await first.stop()
      await processOf(1, () => false)
      await t.waitFor(() => assert.deepEqual(heard[1], ids.slice(7)), patience)
    })

    test('what is no message at all goes to the topic of the dead and holds up no partition', async (t) => {
      const bus = open('poison', types, systemClock)
      t.after(() => bus.stop())
      const heard: string[] = []
      await bus.listen('desk', types, async (messages) => {
        heard.push(...messages.map(({ id }) => id))
        return []
      })
      const partitions = [0, 1, 2, 3, 4, 5]
      await throwIn('poison.order.v1', partitions)
      const messages = partitions.map((n) => envelope(`good-${n}`, `order-${n}`, n))
      assert.deepEqual(await bus.publish(messages, 0), [])
      await t.waitFor(() => assert.equal(heard.length, messages.length), patience)
      const dead = await readSome('poison.dead', partitions.length)
      assert.deepEqual(
        dead.toSorted(),
        partitions.map((partition) => `desk: nonsense in ${partition}`),
      )
    })

    async function throwIn(topic: string, partitions: readonly number[]): Promise<void> {
      const producer = new Producer({ clientId: 'stranger', bootstrapBrokers: [...server.brokers] })
      const nonsense = partitions.map((partition) => ({
        topic,
        partition,
        value: Buffer.from(`nonsense in ${partition}`),
      }))
      await producer.send({ messages: nonsense })
      await producer.close()
    }

    async function readSome(topic: string, count: number): Promise<readonly string[]> {
      const group = { groupId: 'undertaker', clientId: 'undertaker', maxWaitTime: 100 }
      const consumer = new Consumer({ ...group, bootstrapBrokers: [...server.brokers] })
      const read: string[] = []
      for await (const message of await consumer.consume({ topics: [topic], mode: 'earliest' })) {
        const [listener = ''] = [...message.headers.values()].map(String)
        read.push(`${listener}: ${message.value}`)
        if (read.length === count) break
      }
      await consumer.close(true)
      return read
    }
  })
} else {
  const skip = 'Java or Maven is not installed (Debian: apt-get install openjdk-17-jdk-headless maven)'
  test('messaging over Kafka', { skip })
}
