import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { type ChannelModel, connect } from 'amqplib'
import { OrderPaidSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { type Clock, systemClock } from '#kit/clock.ts'
import { decodeEnvelope } from '#kit/messaging/envelope-codec.ts'
import { createRabbitBus } from '#kit/messaging/rabbitmq.ts'
import { seededRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { rabbitmqAvailable, type StartedRabbitmq, startRabbitmq } from '../../host/servers/rabbitmq.ts'
import { brokerSuite } from './messaging.broker.suite.ts'
import { messagingSuite } from './messaging.suite.ts'
import { envelope, listenerNames, type Wiring } from './messaging.world.ts'

if (rabbitmqAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedRabbitmq
  let worlds = 0
  const types = [OrderPaidSchema.typeName]
  before(async () => {
    server = await startRabbitmq()
  })
  after(() => server.stop())

  const listenersOf = (heard: readonly string[]) =>
    Object.fromEntries(listenerNames.map((name) => [name, heard]))
  const open = (prefix: string, types: readonly string[], clock: Clock) =>
    createRabbitBus({
      url: server.url,
      listeners: listenersOf(types),
      prefix,
      clock,
      random: seededRandom(5),
      log: silentLog,
    })

  /** RabbitMQ 3.10 writes the name of a new queue down within 3 s, whatever it has confirmed before. */
  const created = () => systemClock.sleep(4000)

  /** A process for each listener and one that announces. */
  const processes: Wiring = async ({ clock, types }) => {
    const prefix = `world-${++worlds}`
    const announcing = open(prefix, types, clock)
    const buses = new Map(listenerNames.map((name) => [name, open(prefix, types, clock)]))
    const held = () => [...buses.values()].reduce((sum, bus) => sum + bus.held(), 0)
    return { announcing, at: (name) => buses.get(name) ?? announcing, held }
  }
  messagingSuite('RabbitMQ', processes)
  brokerSuite('RabbitMQ', { processes, open, server: () => server, created })

  /** A platform of one process, and a raw connection to its broker. */
  async function rawPlatform(t: TestContext) {
    const prefix = `raw-${++worlds}`
    const bus = open(prefix, types, systemClock)
    const connection = await connect(server.url)
    t.after(async () => {
      await bus.stop()
      await connection.close()
    })
    return { prefix, bus, connection }
  }

  /** What lies in the dead queue of a listener, once something does. */
  async function dead(t: TestContext, connection: ChannelModel, queue: string) {
    const channel = await connection.createChannel()
    return t.waitFor(
      async () => {
        const message = await channel.get(queue, { noAck: true })
        assert.ok(message)
        return message
      },
      { interval: 20, timeout: 20_000 },
    )
  }

  test('a message that process after process dies over ends in the dead queue, as it was', async (t) => {
    const { prefix, bus, connection } = await rawPlatform(t)
    const killer = envelope('killer', 'order', 1)
    assert.deepEqual(await bus.publish([killer], 0), [])
    let deaths = 0
    for (let isThere = true; isThere; deaths++) {
      const channel = await connection.createChannel()
      isThere = (await channel.get(`${prefix}.desk`)) !== false
      await channel.close()
    }
    assert.ok(deaths > 20, `${deaths} deaths`)
    const { content } = await dead(t, connection, `${prefix}.desk.dead`)
    assert.deepEqual(decodeEnvelope(content), killer)
  })

  test('what is no envelope goes to the dead queue and holds back nobody', async (t) => {
    const { prefix, bus, connection } = await rawPlatform(t)
    const heard: string[] = []
    await bus.listen('desk', types, async (messages) => {
      heard.push(...messages.map(({ id }) => id))
      return []
    })
    const channel = await connection.createChannel()
    channel.publish(`${prefix}.events`, types[0] ?? '', Buffer.from('nonsense'), { persistent: true })
    assert.deepEqual(await bus.publish([envelope('good', 'order', 1)], 0), [])
    const { content } = await dead(t, connection, `${prefix}.desk.dead`)
    assert.equal(content.toString(), 'nonsense')
    await t.waitFor(() => assert.deepEqual(heard, ['good']), { timeout: 5000 })
  })

  test('a message that no queue takes is not heard until the queue of who listens is back', async (t) => {
    const { prefix, bus, connection } = await rawPlatform(t)
    const message = envelope('1', 'order', 1)
    assert.deepEqual(await bus.publish([message], 0), [])
    const channel = await connection.createChannel()
    for (const listener of listenerNames) await channel.deleteQueue(`${prefix}.${listener}`)
    assert.deepEqual(await bus.publish([message], 1), ['1'])
    await t.waitFor(async () => assert.deepEqual(await bus.publish([message], 2), []), { timeout: 5000 })
    for (const listener of listenerNames) assert.ok(await channel.get(`${prefix}.${listener}`))
  })
} else {
  const skip = 'RabbitMQ is not installed (Debian: apt-get install rabbitmq-server)'
  test('messaging over RabbitMQ', { skip })
}
