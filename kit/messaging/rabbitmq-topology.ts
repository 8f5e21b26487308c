import type { Channel } from 'amqplib'

/** What a bus of one prefix is made of, by name. */
export interface Topology {
  /** Events on their way to listeners. */
  readonly events: string
  /** The same events on their way to watchers. */
  readonly overheard: string
  /** What its listener's processes could not even refuse. */
  readonly dead: string
  queueOf(listener: string): string
  deadQueueOf(listener: string): string
}

/** The names of one platform's exchanges and queues, for instance cangqiong.push and cangqiong.push.dead. */
export function topologyOf(prefix: string): Topology {
  const queueOf = (listener: string) => `${prefix}.${listener}`
  return {
    events: `${prefix}.events`,
    overheard: `${prefix}.overheard`,
    dead: `${prefix}.dead`,
    queueOf,
    deadQueueOf: (listener) => `${queueOf(listener)}.dead`,
  }
}

/**
 * So often may processes die over a message, or be restarted while they hold it, before it is put aside.
 * High, because a stop or a lost connection counts like a crash.
 */
const deliveryLimit = 50

/** Exchanges, and a queue for each listener bound to its types; harmless where all of it is there. */
export async function declareTopology(
  channel: Channel,
  topology: Topology,
  listeners: Readonly<Record<string, Iterable<string>>>,
): Promise<void> {
  await channel.assertExchange(topology.events, 'topic', { durable: true })
  await channel.assertExchange(topology.overheard, 'topic', { durable: true })
  await channel.assertExchange(topology.dead, 'direct', { durable: true })
  for (const [listener, types] of Object.entries(listeners)) {
    await declareListener(channel, topology, listener)
    for (const type of types) await channel.bindQueue(topology.queueOf(listener), topology.events, type)
  }
}

/** What dies on the way to the dead is lost unless the queue keeps it until it has arrived. */
async function declareListener(channel: Channel, topology: Topology, listener: string): Promise<void> {
  const dead = topology.deadQueueOf(listener)
  await channel.assertQueue(dead, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await channel.bindQueue(dead, topology.dead, listener)
  await channel.assertQueue(topology.queueOf(listener), {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': deliveryLimit,
      'x-dead-letter-exchange': topology.dead,
      'x-dead-letter-routing-key': listener,
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    },
  })
}
