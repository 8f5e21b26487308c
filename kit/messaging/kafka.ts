import type { Random } from '../random.ts'
import { assertOutsideTx } from '../storage/inside.ts'
import type { BrokerBus } from './bus.ts'
import type { KafkaNeeds } from './kafka-client.ts'
import { createKafkaListener, type KafkaListener } from './kafka-listener.ts'
import { createOffer } from './kafka-offer.ts'
import { createPublisher } from './kafka-publisher.ts'
import { createTopics } from './kafka-topics.ts'
import { createWatching } from './kafka-watching.ts'
import { createLocal } from './local.ts'

export interface KafkaBusNeeds extends Omit<KafkaNeeds, 'prefix'> {
  /** Who listens to what on the whole platform: data, the same for every process. */
  readonly listeners: Readonly<Record<string, readonly string[]>>
  /** What topics and groups are called first: `cangqiong` unless told otherwise. */
  readonly prefix?: string
  readonly random: Random
}

/**
 * Events through Kafka: a topic for each service that announces, keyed by the aggregate, so that the messages
 * of one key stay in order; a group for each listener. A message is published once all replicas in sync have
 * it, and settled once the listener has committed; a crash in between makes it come twice. A listener that
 * never ran begins with the oldest message there is. Watchers see it at the same time as listeners do.
 */
export function createKafkaBus(given: KafkaBusNeeds): BrokerBus {
  const log = given.log.with({ bus: 'kafka' })
  const needs = { prefix: 'cangqiong', ...given, log }
  const { listeners } = needs
  const local = createLocal(log)
  const topics = createTopics(needs, Object.values(listeners).flat())
  const publisher = createPublisher(needs, topics)
  const watching = createWatching({ ...needs, topics, see: (message) => local.tell([message]) })
  const members: KafkaListener[] = []
  const leaveGroups = async () => void (await Promise.all(members.map((member) => member.stop())))
  const topicsOf = (types: readonly string[]) => [...new Set(types.map(topics.of))]

  return {
    async publish(messages) {
      assertOutsideTx('messaging')
      local.mustRun()
      return publisher.publish(messages)
    },
    async listen(listener, types, deliver) {
      const offer = createOffer({ ...needs, listener, types: new Set(types), deliver, publisher, topics })
      const member = createKafkaListener({ ...needs, listener, reads: topicsOf(types), topics, offer })
      members.push(member)
      await member.start()
    },
    async watch(types, see) {
      await local.watch(types, see)
      await watching.follow(topicsOf(types))
    },
    ready: topics.isReachable,
    held: () => members.reduce((sum, member) => sum + member.held(), 0),
    drain: leaveGroups,
    async stop() {
      await local.stop()
      await Promise.all([leaveGroups(), watching.stop()])
      await publisher.stop()
    },
  }
}
