/** How fast a bucket fills and how much it holds. */
export interface BucketRule {
  /** Tokens a full bucket holds: the largest burst. */
  readonly bucketSize: number
  /** Tokens that come back per second. */
  readonly refillTokens: number
}

/** What was in the bucket at an instant. */
export interface Bucket {
  readonly tokens: number
  /** ms since the epoch */
  readonly timestamp: number
}

/** What came of asking for a token. */
export interface Taken {
  readonly allowed: boolean
  readonly bucket: Bucket
  /** Until a token is there again; 0 where one was. */
  readonly waitMs: number
}

/** The bucket of somebody never seen before. */
export function fullBucket(rule: BucketRule, now: number): Bucket {
  return { tokens: rule.bucketSize, timestamp: now }
}

/** Takes one token if there is one. A clock that went back refills nothing and takes nothing away. */
export function takeToken(bucket: Bucket, rule: BucketRule, now: number): Taken {
  const elapsedMs = Math.max(0, now - bucket.timestamp)
  const tokens = Math.min(rule.bucketSize, bucket.tokens + (elapsedMs * rule.refillTokens) / 1000)
  const timestamp = Math.max(now, bucket.timestamp)
  if (tokens >= 1) return { allowed: true, bucket: { tokens: tokens - 1, timestamp }, waitMs: 0 }
  const waitMs = Math.ceil(((1 - tokens) * 1000) / rule.refillTokens)
  return { allowed: false, bucket: { tokens, timestamp }, waitMs }
}
