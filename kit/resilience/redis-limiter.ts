import { createRedisClient, type RedisClientOptions, type RedisScript } from '../cache/redis-client.ts'
import type { Limiter } from './limiter.ts'
import { createSharedLimiter } from './shared-limiter.ts'
import type { BucketRule, Taken } from './token-bucket.ts'

export interface RedisLimiterOptions extends RedisClientOptions {
  /** Stands before every key. */
  readonly prefix?: string
  /** How many processes share the limits; asked while Redis is away. */
  readonly instances?: () => number
}

interface Scripts {
  gcra(
    key: string,
    tokenUs: string,
    bucketUs: string,
  ): Promise<[allowed: number, waitUs: number, aheadUs: number]>
}

/**
 * The generic cell rate algorithm, which is a token bucket kept as one number: the instant at which it is
 * full again, in µs of Redis's own clock. ARGV: how long a token takes to come back, and a whole bucket.
 */
const gcra: RedisScript = {
  numberOfKeys: 1,
  lua: `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local token, bucket = tonumber(ARGV[1]), tonumber(ARGV[2])
local held = redis.pcall('GET', KEYS[1])
local full = type(held) == 'string' and tonumber(held) or now
if full ~= full or full < now then full = now end
local isTooFar = full > now + bucket
if isTooFar then full = now + bucket end
local wait = math.max(0, full + token - bucket - now)
if wait == 0 then full = full + token end
if wait == 0 or isTooFar then
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
end
return {wait == 0 and 1 or 0, math.ceil(wait), math.ceil(full - now)}`,
}

const second = 1_000_000
const bucketsMax = 20_000

/** Limits that all processes on a Redis, or on a cluster, keep together; without it each keeps its share. */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  const { clock, prefix = 'cangqiong:limit:', instances = () => 1 } = options
  const client = createRedisClient<Scripts>(options, { gcra })

  async function ask(key: string, { bucketSize, refillTokens }: BucketRule): Promise<Taken> {
    const tokenUs = second / refillTokens
    const [allowed, waitUs, aheadUs] = await client.run(prefix + key, (redis) =>
      redis.gcra(prefix + key, String(tokenUs), String(tokenUs * bucketSize)),
    )
    const bucket = { tokens: Math.max(0, bucketSize - aheadUs / tokenUs), timestamp: clock.now() }
    return { allowed: allowed === 1, bucket, waitMs: Math.ceil(waitUs / 1000) }
  }

  return createSharedLimiter({ ask, clock, instances, bucketsMax, stop: () => client.stop() })
}
