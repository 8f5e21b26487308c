import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Limiter } from './limiter.ts'
import { type Bucket, type BucketRule, fullBucket, type Taken, takeToken } from './token-bucket.ts'

export interface SharedLimiterOptions {
  /** Takes a token where all processes do. Throws CACHE_UNAVAILABLE where that is away. */
  readonly ask: (key: string, rule: BucketRule) => Promise<Taken>
  readonly clock: Clock
  /** How many processes serve now: each allows its share and a fifth more while it is on its own. */
  readonly instances: () => number
  readonly bucketsMax: number
  readonly stop: () => Promise<void>
}

const leeway = 1.2

/** A limiter that asks for all, remembers refusals, and goes on alone where nobody answers. */
export function createSharedLimiter(options: SharedLimiterOptions): Limiter {
  const { ask, clock, instances, bucketsMax } = options
  const refusedUntil = new LRUCache<string, number>({ max: bucketsMax })
  const own = new LRUCache<string, Bucket>({ max: bucketsMax })

  /** Nobody can bring a token back sooner than a refusal said: a flood of requests asks nobody. */
  function refused(key: string): Taken | undefined {
    const now = clock.now()
    const waitMs = (refusedUntil.get(key) ?? now) - now
    return waitMs > 0 ? { allowed: false, bucket: { tokens: 0, timestamp: now }, waitMs } : undefined
  }

  function takeAlone(key: string, rule: BucketRule): Taken {
    const share = Math.min(1, leeway / Math.max(1, instances()))
    const part = {
      bucketSize: Math.max(1, rule.bucketSize * share),
      refillTokens: rule.refillTokens * share,
    }
    const now = clock.now()
    const taken = takeToken(own.get(key) ?? fullBucket(part, now), part, now)
    own.set(key, taken.bucket)
    return taken
  }

  return {
    async take(key, rule) {
      const known = refused(key)
      if (known) return known
      try {
        const taken = await ask(key, rule)
        if (!taken.allowed) refusedUntil.set(key, clock.now() + taken.waitMs)
        return taken
      } catch (error) {
        if (error instanceof Fault && error.reason === 'CACHE_UNAVAILABLE') return takeAlone(key, rule)
        throw error
      }
    },
    stop: () => options.stop(),
  }
}
