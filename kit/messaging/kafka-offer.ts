import type { Deliver, Envelope } from './bus.ts'
import { decodeEnvelope } from './envelope-codec.ts'
import type { KafkaNeeds } from './kafka-client.ts'
import { headersOf, type Publisher } from './kafka-publisher.ts'
import type { Found } from './kafka-source.ts'
import type { Topics } from './kafka-topics.ts'

export interface OfferNeeds extends KafkaNeeds {
  readonly listener: string
  readonly types: ReadonlySet<string>
  readonly deliver: Deliver
  readonly publisher: Publisher
  readonly topics: Topics
}

/** Applies what was read and answers what must be offered again. Never throws. */
export type Offer = (found: readonly Found[], attempt: number) => Promise<readonly Found[]>

/**
 * Hands a listener what it listens to. What nobody can read goes to the topic of the dead, as it is, and is
 * settled once it stands there.
 */
export function createOffer({ listener, types, deliver, publisher, topics, log }: OfferNeeds): Offer {
  async function apply(messages: readonly Envelope[], attempt: number): Promise<ReadonlySet<string>> {
    if (messages.length === 0) return new Set()
    try {
      return new Set(await deliver(messages, attempt))
    } catch (error) {
      log.warn('a listener took no messages; they are offered again', { listener, attempt, error })
      return new Set(messages.map(({ id }) => id))
    }
  }

  /** Answers those that are still in the way. */
  async function bury(found: readonly Found[]): Promise<ReadonlySet<Found>> {
    const headers = headersOf({ listener })
    const left = new Set(found)
    try {
      for (const each of found) {
        const { key, value, offset } = each
        log.error('a message cannot be read and goes to the dead', { listener, offset: String(offset) })
        await publisher.send(topics.dead, [{ key: key ?? nothing, value: value ?? nothing, headers }])
        left.delete(each)
      }
    } catch (error) {
      log.error('what cannot be read cannot be put aside either; it is tried again', { listener, error })
    }
    return left
  }

  return async (found, attempt) => {
    const read = found.map((each) => ({ found: each, message: readEnvelope(each) }))
    const wanted = read.flatMap(({ message }) => (message && types.has(message.type) ? [message] : []))
    const unreadable = read.flatMap((each) => (each.message ? [] : [each.found]))
    const [refusedIds, unburied] = await Promise.all([apply(wanted, attempt), bury(unreadable)])
    return read
      .filter((each) => (each.message ? refusedIds.has(each.message.id) : unburied.has(each.found)))
      .map((each) => each.found)
  }
}

const nothing = Buffer.alloc(0)

/** The envelope in what was read; undefined where there is none. */
export function readEnvelope({ value }: Found): Envelope | undefined {
  try {
    return decodeEnvelope(value ?? new Uint8Array())
  } catch {
    return undefined
  }
}
