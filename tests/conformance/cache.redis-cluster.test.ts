import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Cache } from '#kit/cache/cache.ts'
import { createRedisCache } from '#kit/cache/redis.ts'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { redisAvailable, type StartedRedisCluster, startRedisCluster } from '../../host/servers/redis.ts'
import { cacheSuite } from './cache.suite.ts'

const away = { kind: 'unavailable', reason: 'CACHE_UNAVAILABLE' }

if (redisAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let cluster: StartedRedisCluster
  before(async () => {
    cluster = await startRedisCluster()
  })
  after(() => cluster.stop())
  const open = async (): Promise<Cache> =>
    createRedisCache({
      nodes: cluster.nodes,
      cluster: true,
      clock: systemClock,
      random: systemRandom,
      log: silentLog,
    })

  cacheSuite('Redis Cluster', open)

  test('a master dies: the others’ keys are served, its own within seconds, nobody waits long', async (t) => {
    const cache = await open()
    t.after(() => cache.stop())
    const keys = Array.from({ length: 60 }, (_, n) => `failover ${n}`)
    const set = (key: string) => cache.set(key, Buffer.from(key), 60_000)
    await Promise.all(keys.map(set))
    const dead = await cluster.killMaster()
    const killedAt = systemClock.now()
    const fares = await Promise.allSettled(keys.map((key) => cache.get(key)))
    const served = fares.filter(({ status }) => status === 'fulfilled').length
    assert.ok(served >= 20, `${served} of 60 keys were served by the other masters`)
    let slowestMs = 0
    await t.waitFor(
      async () => {
        const startedAt = systemClock.now()
        const settled = await Promise.allSettled(keys.map(set))
        slowestMs = Math.max(slowestMs, systemClock.now() - startedAt)
        for (const one of settled) if (one.status === 'rejected') assert.fail(one.reason)
      },
      { interval: 20, timeout: 20_000 },
    )
    t.diagnostic(`${served} of 60 keys at once; all ${systemClock.now() - killedAt} ms after the kill`)
    t.diagnostic(`the slowest round of 60 calls took ${slowestMs} ms`)
    assert.ok(slowestMs < 1500)
    await cluster.restartNode(dead)
    await Promise.all(keys.map((key) => cache.get(key)))
  })

  test('all nodes die: every call is refused at once, and all works when they are back', async (t) => {
    const cache = await open()
    t.after(() => cache.stop())
    await cache.set('a', Buffer.from('a'), 1000)
    await cluster.kill()
    for (let n = 0; n < 30; n += 1) await assert.rejects(cache.get(`all ${n}`), away)
    const startedAt = systemClock.now()
    for (let n = 0; n < 300; n += 1) await assert.rejects(cache.get(`all ${n}`), away)
    assert.ok(systemClock.now() - startedAt < 1000)
    await cluster.restart()
    const backAt = systemClock.now()
    await t.waitFor(() => cache.set('b', Buffer.from('b'), 1000), { interval: 20, timeout: 10_000 })
    t.diagnostic(`used again ${systemClock.now() - backAt} ms after the cluster was whole`)
  })
} else {
  test('cache on Redis Cluster', { skip: 'Redis is not installed (Debian: apt-get install redis)' })
}
