import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fullBucket, takeToken } from './token-bucket.ts'

const rule = { bucketSize: 3, refillTokens: 2 }

test('a full bucket allows a burst of its size and then refuses', () => {
  let bucket = fullBucket(rule, 0)
  const allowed = [1, 2, 3, 4].map(() => {
    const taken = takeToken(bucket, rule, 0)
    bucket = taken.bucket
    return taken.allowed
  })
  assert.deepEqual(allowed, [true, true, true, false])
})

test('a refusal tells exactly how long until a token is there', () => {
  const empty = { tokens: 0, timestamp: 1000 }
  const { allowed, waitMs } = takeToken(empty, rule, 1000)
  assert.deepEqual([allowed, waitMs], [false, 500])
  assert.equal(takeToken(empty, rule, 1499).allowed, false)
  assert.equal(takeToken(empty, rule, 1500).allowed, true)
})

test('a bucket never holds more than its size, however long nobody came', () => {
  assert.equal(takeToken({ tokens: 0, timestamp: 0 }, rule, 1e9).bucket.tokens, rule.bucketSize - 1)
})

test('a clock that goes back and forth gives no tokens away', () => {
  const ahead = takeToken({ tokens: 1, timestamp: 10_000 }, rule, 0).bucket
  assert.deepEqual(ahead, { tokens: 0, timestamp: 10_000 })
})

test('over any time no more pass than the size and what came back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
      let now = 0
      let bucket = fullBucket(rule, now)
      let passed = 0
      for (const gap of gaps) {
        now += gap
        const taken = takeToken(bucket, rule, now)
        bucket = taken.bucket
        if (taken.allowed) passed += 1
      }
      assert.ok(passed <= rule.bucketSize + (now * rule.refillTokens) / 1000 + 1e-6)
    }),
  )
})
