import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import type { Log } from '../telemetry/log.ts'
import type { Envelope } from './bus.ts'
import { encodeEnvelope } from './envelope-codec.ts'
import { declareTopology, type Topology } from './rabbitmq-topology.ts'

/** The publishing side of one connection. */
export interface Publisher {
  setUp(model: ChannelModel, drop: (reason: string) => void): Promise<void>
  /**
   * Answers the ids that no quorum of the broker has on disk by then. Throws Fault unavailable UNREACHABLE
   * where the broker does not keep up.
   */
  publish(messages: readonly Envelope[]): Promise<readonly string[]>
}

export interface PublisherNeeds {
  readonly topology: Topology
  /** Who listens to what on the whole platform. */
  readonly listeners: Readonly<Record<string, readonly string[]>>
  readonly clock: Clock
  readonly log: Log
}

const confirmMs = 2000
/** What waits for a confirmation lies in memory; a broker that does not answer gets no more. */
const unconfirmedMax = 2000

interface Lanes {
  readonly confirmed: ConfirmChannel
  readonly overheard: Channel
  /** Ids that came back because no queue took them. */
  readonly returned: Set<string>
  readonly drop: (reason: string) => void
}

/** Publishes to listeners with confirmation, and to watchers what was confirmed. */
export function createPublisher({ topology, listeners, clock, log }: PublisherNeeds): Publisher {
  const heard = new Set(Object.values(listeners).flat())
  let lanes: Lanes | undefined
  let unconfirmed = 0

  /**
   * A message that came back is lost unless nobody on the platform wants to hear of its type; a new
   * connection declares the queue that is missing.
   */
  function offer({ confirmed, returned, drop }: Lanes, message: Envelope, content: Buffer): Promise<boolean> {
    const properties = { ...propertiesOf(message), persistent: true, mandatory: true }
    const { promise, resolve } = Promise.withResolvers<boolean>()
    confirmed.publish(topology.events, message.type, content, properties, (error) => {
      unconfirmed--
      const isLost = returned.delete(message.id) && heard.has(message.type)
      if (isLost) drop('a queue is missing')
      resolve(!error && !isLost)
    })
    unconfirmed++
    return promise
  }

  return {
    async setUp(model, drop) {
      lanes = await openLanes(model, drop)
      await declareTopology(lanes.overheard, topology, listeners)
    },
    async publish(messages) {
      const current = lanes
      if (!current || unconfirmed + messages.length > unconfirmedMax) throw unreachable()
      const settled = new Set<string>()
      const offers = messages.map(async (message) => {
        const content = encodeEnvelope(message)
        if (!(await offer(current, message, content))) return
        settled.add(message.id)
        current.overheard.publish(topology.overheard, message.type, content, propertiesOf(message))
      })
      await within(clock, confirmMs, () => Promise.allSettled(offers)).catch((error) => {
        log.warn('the broker is slow to confirm', { error, settled: settled.size })
      })
      return messages.map(({ id }) => id).filter((id) => !settled.has(id))
    },
  }
}

async function openLanes(model: ChannelModel, drop: (reason: string) => void): Promise<Lanes> {
  const confirmed = await model.createConfirmChannel()
  const overheard = await model.createChannel()
  const returned = new Set<string>()
  for (const channel of [confirmed, overheard]) {
    channel.on('error', (error) => drop(error.message))
    channel.on('close', () => drop('a channel closed'))
  }
  confirmed.on('return', ({ properties }) => returned.add(String(properties.messageId)))
  return { confirmed, overheard, returned, drop }
}

function propertiesOf({ id, type, at, traceparent }: Envelope) {
  return {
    messageId: id,
    type,
    timestamp: Math.floor(at / 1000),
    contentType: 'application/x-protobuf',
    headers: traceparent === '' ? {} : { traceparent },
  }
}

function unreachable(): Fault {
  return new Fault('unavailable', 'UNREACHABLE', 'The broker does not keep up')
}
