import type { BaseOptions } from '@platformatic/kafka'
import type { Clock } from '../clock.ts'
import type { Log } from '../telemetry/log.ts'

/** What every part of a bus over Kafka needs. */
export interface KafkaNeeds {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[]
  /** What the names of topics, groups and clients begin with. */
  readonly prefix: string
  readonly clock: Clock
  readonly log: Log
}

/** How long a part rests after a failure before it tries again, ms. */
export const restMs = 300

/**
 * Options of a client. It does not try again by itself unless told to: whoever uses it does, so that each try
 * is seen and bounded in one place only.
 */
export function clientOptions({ brokers, prefix }: KafkaNeeds, role: string, retries = 0): BaseOptions {
  return {
    clientId: `${prefix}.${role}`,
    bootstrapBrokers: [...brokers],
    connectTimeout: 1000,
    requestTimeout: 30_000,
    retries,
    retryDelay: 200,
  }
}

/** Does the work, again after each failure, until it succeeds or the signal is aborted. */
export async function persist(
  { clock, log }: Pick<KafkaNeeds, 'clock' | 'log'>,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work()
    } catch (error) {
      log.warn('the broker cannot be used and is tried again', { error })
      await clock.sleep(restMs, signal).catch(() => undefined)
    }
  }
}
