import { Cluster, type Redis } from 'ioredis'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import { assertOutsideTx } from '../storage/inside.ts'
import type { Log } from '../telemetry/log.ts'
import { type Breaker, createBreaker } from './breaker.ts'
import { createConnection, type RedisConnectionOptions } from './redis-connection.ts'
import { slotOf } from './slot.ts'

export interface RedisClientOptions extends RedisConnectionOptions {
  readonly clock: Clock
  readonly log: Log
}

/** A script that Redis runs in one piece; its text is sent only where it is not known yet. */
export interface RedisScript {
  readonly lua: string
  readonly numberOfKeys: number
}

/** A Redis or a cluster of them; connected when it is first needed. */
export interface RedisClient<Connection> {
  /**
   * Works on the node that holds a key. Throws Fault unavailable CACHE_UNAVAILABLE after at most 250 ms, and
   * at once while that node is known to be away; it is tried again each second, at nobody's cost.
   */
  run<T>(key: string, work: (redis: Connection) => Promise<T>): Promise<T>
  ready(): Promise<boolean>
  stop(): Promise<void>
}

/** `Scripts` are the commands that `scripts` add. */
export function createRedisClient<Scripts>(
  options: RedisClientOptions,
  scripts: Readonly<Record<keyof Scripts, RedisScript>>,
): RedisClient<(Redis | Cluster) & Scripts> {
  const { log } = options
  const redis = createConnection(options) as (Redis | Cluster) & Scripts
  for (const [name, script] of Object.entries<RedisScript>(scripts)) redis.defineCommand(name, script)
  redis.on('error', (error) => log.debug('redis', { error }))
  const attempts = createAttempts(options)
  let connecting: Promise<void> | undefined

  async function connected(): Promise<typeof redis> {
    connecting ??= redis.connect().catch((error) => log.debug('redis cannot be reached yet', { error }))
    await connecting
    return redis
  }

  /** The master of a key; one name for all while that is not known. */
  const nodeOf = (key: string) => (redis instanceof Cluster ? redis.slots[slotOf(key)]?.[0] : undefined) ?? ''

  return {
    async run(key, work) {
      assertOutsideTx('the cache')
      const probe = async () => (await connected()).exists(key)
      return attempts.make(nodeOf(key), async () => work(await connected()), probe)
    },
    ready: () =>
      attempts
        .once('', async () => (await connected()).ping())
        .then(() => true)
        .catch(() => false),
    async stop() {
      redis.disconnect()
    },
  }
}

const answerWithinMs = 250

/** Attempts with a bound, and a breaker for each node, so that one that is away does not cost the others. */
function createAttempts({ clock, log }: RedisClientOptions) {
  const breakers = new Map<string, Breaker>()

  function breakerOf(node: string): Breaker {
    const breaker = breakers.get(node) ?? createBreaker(clock)
    breakers.set(node, breaker)
    return breaker
  }

  async function once<T>(node: string, work: () => Promise<T>): Promise<T> {
    const breaker = breakerOf(node)
    try {
      const result = await within(clock, answerWithinMs, work)
      if (breaker.succeeded()) log.info('the cache answers again', { node })
      return result
    } catch (cause) {
      if (breaker.failed()) log.warn('the cache does not answer', { node, error: cause })
      throw unavailable({ cause, unknown: true })
    }
  }

  /** Where the node is known to be away only `probe` asks it, behind the back of whoever came. */
  async function make<T>(node: string, work: () => Promise<T>, probe: () => Promise<unknown>): Promise<T> {
    const breaker = breakerOf(node)
    if (!breaker.isOpen) return once(node, work)
    if (breaker.takesTry())
      once(node, probe).catch((error) => log.debug('the cache is still away', { node, error }))
    throw unavailable({})
  }

  return { once, make }
}

function unavailable(options: { readonly cause?: unknown; readonly unknown?: boolean }): Fault {
  return new Fault('unavailable', 'CACHE_UNAVAILABLE', 'The cache cannot be reached', options)
}
