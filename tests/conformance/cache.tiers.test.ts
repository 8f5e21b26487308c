import assert from 'node:assert/strict'
import { after, before, suite, type TestContext, test } from 'node:test'
import { Redis } from 'ioredis'
import { createRedisCache } from '#kit/cache/redis.ts'
import { createTiers, type Tiers } from '#kit/cache/tiers.ts'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { redisAvailable, type StartedRedis, startRedis } from '../../host/servers/redis.ts'

const limits = { ttlMs: 60_000, nearTtlMs: 5, absentMs: 1000, entriesMax: 100 }
const keys = Array.from({ length: 20 }, (_, n) => `k${n}`)

if (redisAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedRedis
  let redis: Redis
  before(async () => {
    server = await startRedis()
    const [host = '', port = ''] = server.nodes[0]?.split(':') ?? []
    redis = new Redis(Number(port), host)
  })
  after(async () => {
    redis.disconnect()
    await server.stop()
  })

  /** Two processes that read through Redis what changes all the time. */
  async function open(t: TestContext) {
    await redis.flushall()
    const truth = new Map(keys.map((key) => [key, 0]))
    const source = { asked: 0 }
    const tiers = [1, 2].map((): Tiers<number> => {
      const needs = { clock: systemClock, random: systemRandom, log: silentLog }
      const cache = createRedisCache({ ...needs, nodes: server.nodes, cluster: false })
      t.after(() => cache.stop())
      return createTiers({
        ...needs,
        ...{ name: 'number', cache, limits },
        codec: {
          encode: (value) => Buffer.from(String(value)),
          decode: (bytes) => Number(Buffer.from(bytes).toString()),
        },
        async source(key) {
          source.asked += 1
          const value = truth.get(key)
          await systemClock.sleep(systemRandom.below(3))
          return { value }
        },
      })
    })
    return { truth, source, tiers }
  }

  suite('tiers on Redis', () => {
    test('two hundred who miss at once in two processes ask the source once', async (t) => {
      const { source, tiers } = await open(t)
      const loads = tiers.flatMap((one) => Array.from({ length: 100 }, () => one.load('k0')))
      assert.deepEqual([...new Set(await Promise.all(loads))], [0])
      assert.equal(source.asked, 1)
    })

    for (const [what, spoil] of [
      ['is emptied again and again', () => redis.flushall()],
      ['lies about every key', lieAboutAll],
    ] as const) {
      test(`values stay right while Redis ${what}`, async (t) => {
        const { truth, tiers } = await open(t)
        let reads = 0
        for (let round = 0; round < 60; round += 1) {
          const changed = keys[round % keys.length] ?? ''
          truth.set(changed, round + 1)
          for (const one of tiers) void one.invalidate(changed)
          const least = new Map(truth)
          const read = async (one: Tiers<number>, key: string) => {
            assert.equal(await one.load(key), least.get(key))
            reads += 1
          }
          const reading = tiers.flatMap((one) => keys.map((key) => read(one, key)))
          await Promise.all([...reading, spoil()])
        }
        t.diagnostic(`${reads} reads were right`)
      })
    }
  })

  /** Garbage, wrong types and another key's value, some under each key. */
  async function lieAboutAll(): Promise<void> {
    const other = await redis.getBuffer('cangqiong:number:k1').catch(() => null)
    for (const key of keys) {
      const at = `cangqiong:number:${key}`
      const lie = systemRandom.below(4)
      if (lie === 0) await redis.set(at, Buffer.from(systemRandom.bytes(systemRandom.below(60))))
      if (lie === 1 && other !== null) await redis.set(at, other)
      if (lie === 2) await redis.multi().del(at).rpush(at, 'a', 'b').exec()
      if (lie === 3) await redis.multi().append(at, 'x').exec()
    }
  }
} else {
  test('tiers on Redis', { skip: 'Redis is not installed (Debian: apt-get install redis)' })
}
