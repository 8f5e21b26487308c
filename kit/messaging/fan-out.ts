import type { Log } from '../telemetry/log.ts'
import type { Deliver, Envelope } from './bus.ts'

/** A service that hears of some types of events, wherever it runs. */
export interface Listener {
  readonly name: string
  readonly types: ReadonlySet<string>
  readonly deliver: Deliver
}

/** What one listener made of the messages it was offered. */
interface Answer {
  readonly listener: string
  readonly refused: ReadonlySet<string>
}

/**
 * Beyond so many half-settled messages the oldest is forgotten: its listeners hear it again and their inboxes
 * say no.
 */
const rememberedMax = 10_000

/** Offers messages to listeners and answers the ids to offer again. */
export type FanOut = (
  listeners: readonly Listener[],
  messages: readonly Envelope[],
  attempt: number,
) => Promise<readonly string[]>

/**
 * Offers each message to all who listen to its type, and when it comes again only to those that refused it.
 * Answers the ids that somebody refused; a listener that throws has refused all.
 */
export function createFanOut(log: Log): FanOut {
  const settledBy = new Map<string, ReadonlySet<string>>()

  async function offer(listener: Listener, messages: readonly Envelope[], attempt: number): Promise<Answer> {
    const due = messages.filter(
      ({ id, type }) => listener.types.has(type) && !settledBy.get(id)?.has(listener.name),
    )
    if (due.length === 0) return { listener: listener.name, refused: new Set() }
    try {
      return { listener: listener.name, refused: new Set(await listener.deliver(due, attempt)) }
    } catch (error) {
      log.warn('a listener took no messages; they are offered again', {
        listener: listener.name,
        attempt,
        error,
      })
      return { listener: listener.name, refused: new Set(due.map(({ id }) => id)) }
    }
  }

  function rememberSettled(id: string, answers: readonly Answer[]): void {
    settledBy.set(
      id,
      new Set(answers.filter(({ refused }) => !refused.has(id)).map(({ listener }) => listener)),
    )
    const [oldest] = settledBy.keys()
    if (settledBy.size > rememberedMax && oldest !== undefined) settledBy.delete(oldest)
  }

  return async (listeners, messages, attempt) => {
    const answers = await Promise.all(listeners.map((listener) => offer(listener, messages, attempt)))
    const refusedIds: string[] = []
    for (const { id } of messages) {
      settledBy.delete(id)
      if (!answers.some(({ refused }) => refused.has(id))) continue
      rememberSettled(id, answers)
      refusedIds.push(id)
    }
    return refusedIds
  }
}
