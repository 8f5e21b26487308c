import { Producer } from '@platformatic/kafka'
import { within } from '../lifecycle/within.ts'
import type { Envelope } from './bus.ts'
import { encodeEnvelope } from './envelope-codec.ts'
import { clientOptions, type KafkaNeeds } from './kafka-client.ts'
import { isAbout, messageBytesMax, type Topics } from './kafka-topics.ts'

/** A message as it is to stand in a topic. */
export interface Outgoing {
  readonly key: Buffer
  readonly value: Buffer
  readonly headers: Map<Buffer, Buffer>
}

/** Writes to topics. */
export interface Publisher {
  /** Answers the ids of which the brokers have not told in time that all replicas in sync have them. */
  publish(messages: readonly Envelope[]): Promise<readonly string[]>
  /** Writes to one topic. Throws where the brokers have not told in time that all of it is there. */
  send(topic: string, messages: readonly Outgoing[]): Promise<void>
  stop(): Promise<void>
}

/**
 * Messages of one publish travel in one request as far as they fit, since the client gathers nothing by
 * itself.
 */
export function createPublisher(needs: KafkaNeeds, topics: Topics): Publisher {
  return new BatchPublisher(needs, topics)
}

/** A broker that is away shall not hold up the relays. */
const sendWithinMs = 1500
/** Two, because the client takes fewer for no bound at all. */
const retries = 2
const batchBytesMax = messageBytesMax / 2

class BatchPublisher implements Publisher {
  readonly #needs: KafkaNeeds
  readonly #topics: Topics
  #producer: Producer | undefined

  constructor(needs: KafkaNeeds, topics: Topics) {
    this.#needs = needs
    this.#topics = topics
  }

  async publish(messages: readonly Envelope[]): Promise<readonly string[]> {
    const waiting = new Set(messages.map(({ id }) => id))
    try {
      for (const batch of batchesOf(messages, this.#topics)) {
        if (await this.#fits(batch)) for (const { id } of batch.messages) waiting.delete(id)
      }
    } catch (error) {
      this.#needs.log.warn('the brokers took no messages', { count: waiting.size, error })
    }
    return [...waiting]
  }

  async send(topic: string, messages: readonly Outgoing[]): Promise<void> {
    const producer = this.#open()
    try {
      await within(this.#needs.clock, sendWithinMs, async () => {
        await this.#topics.ensure([topic])
        await producer.send({
          messages: messages.map(({ key, value, headers }) => ({ topic, key, value, headers })),
        })
      })
    } catch (error) {
      this.#giveUp(producer)
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.#producer?.close()
  }

  /** Sends a batch and tells whether the brokers took it; throws where others would fare no better. */
  async #fits({ topic, messages }: Batch): Promise<boolean> {
    try {
      await this.send(topic, messages)
      return true
    } catch (error) {
      if (!isAbout(error, 'MESSAGE_TOO_LARGE')) throw error
      const ids = messages.map(({ id }) => id)
      this.#needs.log.error('the brokers refuse a message as too large', { topic, ids })
      return false
    }
  }

  #open(): Producer {
    const options = { ...clientOptions(this.#needs, 'publisher', retries), idempotent: true }
    this.#producer ??= new Producer(options)
    return this.#producer
  }

  /**
   * What a producer still has under way when time is over would arrive at some later moment; a new one begins
   * with nothing, and what was abandoned is offered again.
   */
  #giveUp(producer: Producer): void {
    if (this.#producer === producer) this.#producer = undefined
    producer.close().catch((error) => this.#needs.log.debug('a producer ended badly', { error }))
  }
}

interface Batch {
  readonly topic: string
  readonly messages: (Outgoing & { readonly id: string })[]
}

/** In the order given; a new batch wherever the topic changes or a request would become too large. */
function batchesOf(messages: readonly Envelope[], topics: Topics): readonly Batch[] {
  const batches: Batch[] = []
  let bytes = 0
  for (const message of messages) {
    const topic = topics.of(message.type)
    const outgoing = { id: message.id, ...outgoingOf(message) }
    bytes += outgoing.value.length
    const last = batches.at(-1)
    if (last?.topic === topic && bytes <= batchBytesMax) {
      last.messages.push(outgoing)
    } else {
      batches.push({ topic, messages: [outgoing] })
      bytes = outgoing.value.length
    }
  }
  return batches
}

/** The trace stands outside too, for those who follow it through the brokers. */
function outgoingOf(message: Envelope): Outgoing {
  const headers = headersOf({ traceparent: message.traceparent })
  return { key: Buffer.from(message.key), value: encodeEnvelope(message), headers }
}

/** Headers as brokers keep them. */
export function headersOf(headers: Readonly<Record<string, string>>): Map<Buffer, Buffer> {
  return new Map(Object.entries(headers).map(([name, value]) => [Buffer.from(name), Buffer.from(value)]))
}
