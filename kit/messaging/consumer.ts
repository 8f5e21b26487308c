import type { Clock } from '../clock.ts'
import { outsideContext, withContext } from '../context.ts'
import { Fault, type FaultKind } from '../fault.ts'
import type { Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import { counter } from '../telemetry/metrics.ts'
import { readTraceparent, span } from '../telemetry/trace.ts'
import type { Deliver, Envelope } from './bus.ts'
import { Undecodable } from './decode.ts'
import { applyMessage, remember } from './inbox.ts'
import { kitSide, kitSideOf } from './kit-side.ts'
import type { Listening } from './listen.ts'
import { park } from './park.ts'

export interface ConsumerNeeds<Tables> {
  /** The service that listens; the name under which its inbox remembers. */
  readonly name: string
  readonly storage: Storage<Tables>
  readonly listens: readonly Listening<Tables>[]
  readonly clock: Clock
  readonly log: Log
}

/** From this attempt on (the first is 0) a message that keeps failing is parked. */
const attemptsMax = 12

const transient: ReadonlySet<FaultKind> = new Set(['unavailable', 'expired', 'exhausted', 'conflict'])

/**
 * Applies messages in a service's own database, each in one transaction with its inbox row: a message that
 * comes again changes nothing. What fails is refused and thereby offered again; what cannot be decoded, or
 * keeps failing for a reason that time does not heal, is parked as a dead letter. Messages of one key are
 * applied one after the other, all others side by side, so that many share one physical commit.
 */
export function createConsumer<Tables>(needs: ConsumerNeeds<Tables>): Deliver {
  const { name, storage, clock } = needs
  const log = needs.log.with({ consumer: name })

  async function settle(message: Envelope, attempt: number): Promise<Outcome> {
    try {
      await storage.tx('consume', async (tx) => {
        const isNew = await remember(kitSideOf(tx), name, message.id, clock.now())
        if (isNew) await applyMessage(needs, tx, message)
      })
      return 'applied'
    } catch (error) {
      return refuseOrPark(message, attempt, error)
    }
  }

  async function refuseOrPark(message: Envelope, attempt: number, error: unknown): Promise<Outcome> {
    const about = { id: message.id, type: message.type, attempt, error }
    if (!isHopeless(error, attempt)) {
      log.warn('a message could not be applied and is offered again', about)
      return 'refused'
    }
    log.error('a message is parked as a dead letter', about)
    try {
      await park(kitSide(storage), { consumer: name, message, attempts: attempt + 1, error, at: clock.now() })
      return 'parked'
    } catch (failure) {
      log.error('a dead letter could not be parked; it is offered again', { ...about, error: failure })
      return 'refused'
    }
  }

  /** One key's messages in turn; a refused one does not hold back the next, since events are versioned. */
  async function settleInTurn(messages: readonly Envelope[], attempt: number): Promise<readonly string[]> {
    const refused: string[] = []
    for (const message of messages) {
      const outcome = await asDelivery(name, message, () => settle(message, attempt))
      messagesConsumed.add(1, { consumer: name, outcome })
      if (outcome === 'refused') refused.push(message.id)
    }
    return refused
  }

  return async (messages, attempt) => {
    const byKey = [...Map.groupBy(messages, (message) => message.key).values()]
    const refused = await Promise.all(byKey.map((ofOneKey) => settleInTurn(ofOneKey, attempt)))
    return refused.flat()
  }
}

type Outcome = 'applied' | 'refused' | 'parked'

const messagesConsumed = counter('messaging.consumed', {
  description: 'messages offered to a consumer, by outcome; any that is parked needs an operator',
  unit: '{message}',
})

/** The consumer acts, in the trace of the call that announced the message. */
function asDelivery<T>(name: string, { type, traceparent }: Envelope, work: () => Promise<T>): Promise<T> {
  const by = { kind: 'system', id: name } as const
  const context = { ...outsideTrace, ...readTraceparent(traceparent), by, sessionId: '' }
  return withContext(context, () => span(`${name} consumes`, { type }, work))
}

const { traceId, spanId, sampled } = outsideContext
const outsideTrace = { traceId, spanId, sampled }

function isHopeless(error: unknown, attempt: number): boolean {
  if (error instanceof Undecodable) return true
  if (error instanceof Fault && transient.has(error.kind)) return false
  return attempt >= attemptsMax
}
