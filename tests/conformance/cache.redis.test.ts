import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { Redis } from 'ioredis'
import type { Cache } from '#kit/cache/cache.ts'
import { createRedisCache } from '#kit/cache/redis.ts'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { redisAvailable, type StartedRedis, startRedis } from '../../host/servers/redis.ts'
import { cacheSuite } from './cache.suite.ts'

const away = { kind: 'unavailable', reason: 'CACHE_UNAVAILABLE' }

if (redisAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedRedis
  before(async () => {
    server = await startRedis()
  })
  after(() => server.stop())
  const open = async (nodes = server.nodes): Promise<Cache> =>
    createRedisCache({ nodes, cluster: false, clock: systemClock, random: systemRandom, log: silentLog })

  cacheSuite('Redis', open)

  suite('cache on a Redis that fails', () => {
    let cache: Cache
    afterEach(() => cache.stop())
    beforeEach(async () => {
      cache = await open()
      await cache.set('kept', Buffer.from('kept'), 60_000)
    })

    test('killed, it costs nothing after the first refusals, and is used again afterwards', async (t) => {
      await server.kill()
      const startedAt = systemClock.now()
      for (let n = 0; n < 1000; n += 1) await assert.rejects(cache.get('kept'), away)
      t.diagnostic(`1000 refusals took ${systemClock.now() - startedAt} ms`)
      assert.ok(systemClock.now() - startedAt < 1500)
      assert.equal(await cache.ready(), false)
      await server.restart()
      const backAt = systemClock.now()
      await t.waitFor(() => cache.get('kept'), { interval: 10, timeout: 5000 })
      t.diagnostic(`used again ${systemClock.now() - backAt} ms after it was back`)
      assert.equal(await cache.get('kept'), undefined, 'a restart empties it')
    })

    test('hanging, it holds nobody up for longer than the bound', async (t) => {
      process.kill(server.pid, 'SIGSTOP')
      try {
        const startedAt = systemClock.now()
        await assert.rejects(cache.get('kept'), away)
        assert.ok(systemClock.now() - startedAt < 1000)
        await Promise.allSettled(Array.from({ length: 10 }, () => cache.get('kept')))
        const laterAt = systemClock.now()
        for (let n = 0; n < 100; n += 1) await assert.rejects(cache.get('kept'), away)
        assert.ok(systemClock.now() - laterAt < 200)
      } finally {
        process.kill(server.pid, 'SIGCONT')
      }
      await t.waitFor(() => cache.get('kept'), { interval: 10, timeout: 5000 })
    })

    test('a cache whose Redis never was says so, and finds it when it comes', async (t) => {
      await server.kill()
      const early = await open()
      await assert.rejects(early.add('lease', Buffer.from('me'), 1000), away)
      await server.restart()
      await t.waitFor(() => early.set('a', Buffer.from('a'), 1000), { interval: 10, timeout: 5000 })
      await early.stop()
    })

    test('what is none of ours under a key is nothing, and gives way', async () => {
      const [host = '', port = ''] = server.nodes[0]?.split(':') ?? []
      const redis = new Redis(Number(port), host)
      const lies = [
        (key: string) => redis.set(key, ''),
        (key: string) => redis.set(key, 'garbage'),
        (key: string) => redis.set(key, Buffer.from(systemRandom.bytes(100))),
        (key: string) => redis.set(key, Buffer.from('cq1?\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1')),
        (key: string) => redis.rpush(key, 'a', 'list'),
        (key: string) => redis.hset(key, 'a', 'hash'),
      ]
      for (const [n, lie] of lies.entries()) {
        const key = `lie ${n}`
        await lie(`cangqiong:${key}`)
        assert.equal(await cache.get(key), undefined)
        assert.equal(await cache.setNewer(key, { version: 1, bytes: Buffer.from('truth') }, 1000), true)
        assert.equal(Buffer.from((await cache.get(key)) ?? []).toString(), 'truth')
        await lie(`cangqiong:other ${key}`)
        await cache.deleteOlder(`other ${key}`, 1, 1000)
        await cache.set(`other ${key}`, Buffer.from('set'), 1000)
      }
      redis.disconnect()
    })
  })
} else {
  test('cache on Redis', { skip: 'Redis is not installed (Debian: apt-get install redis)' })
}
