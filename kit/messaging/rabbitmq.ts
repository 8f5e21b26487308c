import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import { assertOutsideTx } from '../storage/inside.ts'
import type { Log } from '../telemetry/log.ts'
import type { BrokerBus } from './bus.ts'
import { createLocal } from './local.ts'
import { createLink, type Link, type LinkNeeds } from './rabbitmq-link.ts'
import { createListeningSide } from './rabbitmq-listening.ts'
import { createPublisher } from './rabbitmq-publisher.ts'
import { topologyOf } from './rabbitmq-topology.ts'

export interface RabbitBusNeeds {
  /** amqp://user:password@host:port/vhost */
  readonly url: string
  /**
   * Who listens to what on the whole platform, by full names of events: every queue is there before the first
   * message is published, whoever is down.
   */
  readonly listeners: Readonly<Record<string, readonly string[]>>
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  /** What the names of exchanges and queues begin with: `cangqiong` unless told otherwise. */
  readonly prefix?: string
}

const patienceMs = 1000

/**
 * Events by way of RabbitMQ: a quorum queue for each listener, whose processes share the work, and a passing
 * queue for each process that watches. A message is published once a quorum has it on disk and is
 * acknowledged once its effects are committed; between them nothing can be lost, and anything may come twice.
 *
 * Publishing and listening have a connection each, since a broker short of memory stops reading from those
 * who publish. Both are made when they are first needed and again, for ever, when they are lost; while there
 * is none, `publish` throws within a second or so and outboxes keep what they have.
 */
export function createRabbitBus(needs: RabbitBusNeeds): BrokerBus {
  const log = needs.log.with({ bus: 'rabbitmq' })
  const local = createLocal(log)
  const watched = new Set<string>()
  const topology = topologyOf(needs.prefix ?? 'cangqiong')
  const publisher = createPublisher({ ...needs, topology, log })
  const side = createListeningSide({ ...needs, topology, local, watched, log })
  const linkOf = (setUp: LinkNeeds['setUp'], name: string) =>
    createLink({ ...needs, setUp, log: log.with({ link: name }) })
  const publishing = linkOf(publisher.setUp, 'publishing')
  const listening = linkOf((model, drop) => side.setUp(model, drop), 'listening')
  const opened = new Set<Link>()

  function up(link: Link): Promise<void> {
    opened.add(link)
    return link.up(patienceMs)
  }

  /** Who registers while the broker is away is served when it is back. */
  const serve = () =>
    up(listening)
      .then(() => side.refresh())
      .catch((error) => log.warn('the broker is away; listeners are served when it is back', { error }))

  return {
    async publish(messages) {
      assertOutsideTx('messaging')
      local.mustRun()
      await up(publishing)
      return publisher.publish(messages)
    },
    async listen(listener, types, deliver) {
      await local.listen(listener, types, deliver)
      await serve()
    },
    async watch(types, see) {
      await local.watch(types, see)
      for (const type of types) watched.add(type)
      await serve()
    },
    ready: async () => [...opened].every((link) => link.isUp()),
    held: () => side.held(),
    drain: () => side.stop(),
    async stop() {
      await local.stop()
      await side.stop()
      await Promise.all([publishing.stop(), listening.stop()])
    },
  }
}
