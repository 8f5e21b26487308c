import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { Redis } from 'ioredis'
import { systemClock } from '#kit/clock.ts'
import { systemRandom } from '#kit/random.ts'
import { createRedisLimiter } from '#kit/resilience/redis-limiter.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import { redisAvailable, type StartedRedis, startRedis } from '../../host/servers/redis.ts'

const rule = { bucketSize: 10, refillTokens: 50 }

if (redisAvailable() || process.env.REQUIRE_SERVERS === '1') {
  let server: StartedRedis
  before(async () => {
    server = await startRedis()
  })
  after(() => server.stop())

  /** Limiters of two processes. */
  function open(t: TestContext) {
    const { nodes } = server
    const needs = { nodes, cluster: false, clock: systemClock, random: systemRandom, log: silentLog }
    const limiters = [1, 2].map(() => createRedisLimiter({ ...needs, instances: () => 2 }))
    t.after(() => Promise.all(limiters.map((limiter) => limiter.stop())))
    const takeAll = (key: string, times: number) =>
      Promise.all(limiters.flatMap((one) => Array.from({ length: times }, () => one.take(key, rule))))
    return { limiters, takeAll }
  }

  const allowedOf = (taken: readonly { readonly allowed: boolean }[]) =>
    taken.filter(({ allowed }) => allowed).length

  test('limiter on Redis: over any time no more pass than the size and what came back', async (t) => {
    const { takeAll } = open(t)
    const startedAt = systemClock.now()
    let passed = allowedOf(await takeAll('flood', 1))
    while (systemClock.now() - startedAt < 1000) passed += allowedOf(await takeAll('flood', 5))
    const tookMs = systemClock.now() - startedAt + 1
    const most = rule.bucketSize + (tookMs * rule.refillTokens) / 1000
    t.diagnostic(`${passed} passed of at most ${Math.floor(most)} in ${tookMs} ms`)
    assert.ok(passed <= most && passed > most * 0.7)
  })

  test('limiter on Redis: it tells what is left and how long a refusal lasts', async (t) => {
    const { limiters } = open(t)
    const slow = { bucketSize: 2, refillTokens: 0.5 }
    const taken = []
    for (let n = 0; n < 3; n += 1) taken.push(await limiters[0]?.take('slow', slow))
    assert.deepEqual(
      taken.map((one) => one?.allowed),
      [true, true, false],
    )
    assert.deepEqual(
      taken.slice(0, 2).map((one) => Math.round(one?.bucket.tokens ?? -1)),
      [1, 0],
    )
    const waitMs = taken[2]?.waitMs ?? 0
    assert.ok(waitMs > 1000 && waitMs <= 2000)
    assert.equal((await limiters[1]?.take('slow', slow))?.allowed, false)
  })

  test('limiter on Redis: what is none of ours under a key locks nobody out', async (t) => {
    const { limiters } = open(t)
    const [host = '', port = ''] = server.nodes[0]?.split(':') ?? []
    const redis = new Redis(Number(port), host)
    t.after(() => redis.disconnect())
    for (const lie of ['garbage', '', 'nan', '-1', '1e300', 'inf']) {
      const key = `lie ${lie}`
      await redis.set(`cangqiong:limit:${key}`, lie)
      await limiters[0]?.take(key, rule)
      await t.waitFor(async () => assert.equal((await limiters[0]?.take(key, rule))?.allowed, true), {
        interval: 20,
        timeout: 2000,
      })
    }
    await redis.rpush('cangqiong:limit:list', 'a')
    assert.equal((await limiters[0]?.take('list', rule))?.allowed, true)
  })

  test('limiter on Redis: killed, every process goes on with its share', async (t) => {
    const { takeAll } = open(t)
    await takeAll('before', 1)
    await server.kill()
    const passed = allowedOf(await takeAll('alone', 100))
    assert.ok(passed >= 12 && passed < 40, `${passed} passed`)
    await server.restart()
  })
} else {
  test('limiter on Redis', { skip: 'Redis is not installed (Debian: apt-get install redis)' })
}
