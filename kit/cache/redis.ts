import type { Cache } from './cache.ts'
import { blobOf, bytesOf } from './redis-blob.ts'
import { createRedisClient, type RedisClientOptions, type RedisScript } from './redis-client.ts'

export interface RedisCacheOptions extends RedisClientOptions {
  /** Stands before every key. */
  readonly prefix?: string
}

interface Scripts {
  keepNewest(
    key: string,
    ...how: [version: string, blob: Buffer, ttlMs: number, orEqual: 0 | 1]
  ): Promise<number>
}

/** Keeps a blob unless one of a newer version is held, or of the very same one where that counts too. */
const keepNewest: RedisScript = {
  numberOfKeys: 1,
  lua: `
local held = redis.pcall('GET', KEYS[1])
if type(held) == 'string' and #held >= 12 and string.sub(held, 1, 3) == 'cq1' then
  local version = struct.unpack('>d', string.sub(held, 5, 12))
  local given = tonumber(ARGV[1])
  if version > given or (version == given and ARGV[4] == '1') then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`,
}

const keysAtOnce = 500

/** A cache on one Redis or on a cluster, for all processes that name the same nodes and prefix. */
export function createRedisCache(options: RedisCacheOptions): Cache {
  const { prefix = 'cangqiong:' } = options
  const client = createRedisClient<Scripts>(options, { keepNewest })

  return {
    get: (key) =>
      client.run(prefix + key, async (redis) => {
        const blob = await redis.getBuffer(prefix + key).catch(asNone)
        return blob === null ? undefined : bytesOf(blob)
      }),
    set: (key, bytes, ttlMs) =>
      client.run(prefix + key, async (redis) => {
        await redis.set(prefix + key, blobOf({ bytes }), 'PX', wholeMs(ttlMs))
      }),
    add: (key, bytes, ttlMs) =>
      client.run(prefix + key, async (redis) => {
        const kept = await redis.set(prefix + key, blobOf({ bytes }), 'PX', wholeMs(ttlMs), 'NX')
        return kept === 'OK'
      }),
    setNewer: (key, versioned, ttlMs) =>
      client.run(prefix + key, async (redis) => {
        const [version, blob] = [String(versioned.version), blobOf(versioned)]
        return (await redis.keepNewest(prefix + key, version, blob, wholeMs(ttlMs), 0)) === 1
      }),
    deleteOlder: (key, version, ttlMs) =>
      client.run(prefix + key, async (redis) => {
        await redis.keepNewest(prefix + key, String(version), blobOf({ version }), wholeMs(ttlMs), 1)
      }),
    /** One command a key: keys of one command would have to share a slot. */
    async delete(keys) {
      for (let from = 0; from < keys.length; from += keysAtOnce) {
        const some = keys.slice(from, from + keysAtOnce).map((key) => prefix + key)
        await Promise.all(some.map((key) => client.run(key, (redis) => redis.unlink(key))))
      }
    },
    ready: () => client.ready(),
    stop: () => client.stop(),
  }
}

/** A key that somebody else made a list or a set of holds no bytes. */
function asNone(error: unknown): null {
  if (error instanceof Error && error.message.startsWith('WRONGTYPE')) return null
  throw error
}

const wholeMs = (ms: number) => Math.max(1, Math.ceil(ms))
