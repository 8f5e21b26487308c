import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Limiter } from '../resilience/limiter.ts'
import { type Bucket, fullBucket, takeToken } from '../resilience/token-bucket.ts'
import { createWorld, reached, startedAt } from './http.fixture.ts'

const rule = { bucketSize: 3, refillTokens: 0.5 }

/** Buckets that two servers have in common. */
function createShared(): Limiter & { readonly keys: Set<string> } {
  const buckets = new Map<string, Bucket>()
  return {
    keys: new Set(),
    async take(key, rule) {
      this.keys.add(key)
      const taken = takeToken(buckets.get(key) ?? fullBucket(rule, startedAt), rule, startedAt)
      buckets.set(key, taken.bucket)
      return taken
    },
    stop: async () => undefined,
  }
}

test('the limit of a shared class holds for all servers together, that of another for each', async () => {
  const limiter = createShared()
  const routes = [reached('read'), reached('write', { rateClass: 'write' })]
  const servers = [1, 2].map(() =>
    createWorld(routes, {
      rates: () => ({ read: rule, write: rule }),
      sharedRates: { limiter, classes: ['write'] },
    }),
  )
  const ask = async (url: string) => {
    const answers = []
    for (let n = 0; n < 4; n += 1)
      for (const { server } of servers) answers.push(await server.inject({ url }))
    return answers
  }
  const allowed = (answers: Awaited<ReturnType<typeof ask>>) =>
    answers.filter(({ statusCode }) => statusCode === 200).length
  assert.equal(allowed(await ask('/read')), 6)
  const writes = await ask('/write')
  assert.equal(allowed(writes), 3)
  assert.deepEqual([...limiter.keys], ['write:127.0.0.1'])
  assert.equal(writes[0]?.headers.ratelimit, '"write";r=2;t=2')
  assert.deepEqual(writes[7]?.headers['retry-after'], '2')
  assert.equal(writes[7]?.json().code, 'RATE_LIMITED')
})
