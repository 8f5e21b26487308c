import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { createSharedLimiter } from './shared-limiter.ts'
import { fullBucket, takeToken } from './token-bucket.ts'

const rule = { bucketSize: 10, refillTokens: 10 }

/** Limiters of several processes before one bucket. */
function createWorld(processes = 2) {
  const clock = manualClock(1000)
  const server = { isAway: false, asked: 0 }
  let bucket = fullBucket(rule, clock.now())
  const limiters = Array.from({ length: processes }, () =>
    createSharedLimiter({
      clock,
      instances: () => processes,
      bucketsMax: 100,
      async ask() {
        server.asked += 1
        if (server.isAway) throw new Fault('unavailable', 'CACHE_UNAVAILABLE', 'away')
        const taken = takeToken(bucket, rule, clock.now())
        bucket = taken.bucket
        return taken
      },
      stop: async () => undefined,
    }),
  )
  async function allowed(times: number): Promise<number> {
    const all = limiters.flatMap((limiter) => Array.from({ length: times }, () => limiter.take('me', rule)))
    return (await Promise.all(all)).filter((taken) => taken.allowed).length
  }
  return { clock, server, limiters, allowed }
}

test('however many processes serve, a caller gets the limit once', async () => {
  const { allowed, clock } = createWorld(3)
  assert.equal(await allowed(20), 10)
  clock.advance(500)
  assert.equal(await allowed(20), 5)
})

test('who was refused is refused without asking until a token is there again', async () => {
  const { allowed, clock, server, limiters } = createWorld(1)
  await allowed(11)
  const { asked } = server
  clock.advance(99)
  const refusal = await limiters[0]?.take('me', rule)
  assert.deepEqual([refusal?.allowed, refusal?.waitMs, server.asked], [false, 1, asked])
  clock.advance(1)
  assert.equal((await limiters[0]?.take('me', rule))?.allowed, true)
})

test('while nobody can be asked each process allows its share and a fifth more', async () => {
  const { allowed, clock, server } = createWorld(2)
  server.isAway = true
  assert.equal(await allowed(100), 12)
  clock.advance(1000)
  assert.equal(await allowed(100), 12)
})

test('a single process on its own keeps the very limit, and any share lets somebody in', async () => {
  const alone = createWorld(1)
  alone.server.isAway = true
  assert.equal(await alone.allowed(100), 10)
  const many = createWorld(100)
  many.server.isAway = true
  assert.equal(await many.allowed(2), 100)
})

test('a bug is not taken for an absence', async () => {
  const limiter = createSharedLimiter({
    clock: manualClock(0),
    instances: () => 1,
    bucketsMax: 10,
    ask: () => Promise.reject(new Error('a bug')),
    stop: async () => undefined,
  })
  await assert.rejects(limiter.take('me', rule), /a bug/)
})
