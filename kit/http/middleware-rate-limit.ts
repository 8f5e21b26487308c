import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import { nameOf } from '../context.ts'
import type { Limiter } from '../resilience/limiter.ts'
import {
  type Bucket,
  type BucketRule,
  fullBucket,
  type Taken,
  takeToken,
} from '../resilience/token-bucket.ts'
import type { Middleware } from './chain.ts'
import type { Exchange } from './exchange.ts'
import type { KnownTokens } from './identity.ts'
import { Refusal } from './refusal.ts'

/** Rate classes whose limits hold for all who serve together; the others hold for each. */
export interface SharedRates {
  readonly limiter: Limiter
  readonly classes: readonly string[]
}

interface RateLimitNeeds {
  readonly clock: Clock
  readonly knownTokens: KnownTokens
  /** Read at every request, so rules may change while running; undefined limits nothing. */
  readonly ruleOf: (rateClass: string) => BucketRule | undefined
  /** Buckets kept per class; the least recently used are forgotten, which fills them. */
  readonly bucketsMax: number
  readonly sharedRates?: SharedRates
}

/** Refuses with 429 whoever asks faster than the route's class allows. */
export function rateLimit(needs: RateLimitNeeds): Middleware {
  const buckets = new Map<string, LRUCache<string, Bucket>>()

  function bucketsOf(rateClass: string): LRUCache<string, Bucket> {
    const known = buckets.get(rateClass) ?? new LRUCache<string, Bucket>({ max: needs.bucketsMax })
    buckets.set(rateClass, known)
    return known
  }

  function takeHere(rateClass: string, who: string, rule: BucketRule): Taken {
    const ofClass = bucketsOf(rateClass)
    const now = needs.clock.now()
    const taken = takeToken(ofClass.get(who) ?? fullBucket(rule, now), rule, now)
    ofClass.set(who, taken.bucket)
    return taken
  }

  return (next) => (exchange) => {
    const { rateClass } = exchange.route
    const rule = needs.ruleOf(rateClass)
    if (rule === undefined) return next(exchange)
    const who = nameOfCaller(exchange, needs.knownTokens)
    const { sharedRates } = needs
    if (!sharedRates?.classes.includes(rateClass)) {
      admit(exchange, rule, takeHere(rateClass, who, rule))
      return next(exchange)
    }
    return sharedRates.limiter.take(`${rateClass}:${who}`, rule).then((taken) => {
      admit(exchange, rule, taken)
      return next(exchange)
    })
  }
}

function admit(exchange: Exchange, rule: BucketRule, { allowed, bucket, waitMs }: Taken): void {
  exchange.limited = { rule, bucket }
  if (allowed) return
  throw new Refusal('exhausted', 'RATE_LIMITED', 'Too many requests; try again in a moment', {
    headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
  })
}

/** A person who proved to be one has a bucket of their own; everyone else shares that of their address. */
function nameOfCaller(exchange: Exchange, knownTokens: KnownTokens): string {
  const { token } = exchange
  const known = token === undefined ? undefined : knownTokens.find(token)
  return known ? nameOf(known.by) : exchange.clientIp
}

/** RateLimit header fields as in draft-ietf-httpapi-ratelimit-headers-11. */
export function limitHeaders({ limited, route: { rateClass } }: Exchange): string[] {
  if (limited === undefined) return []
  const { bucketSize, refillTokens } = limited.rule
  const left = limited.bucket.tokens
  const fullInSeconds = Math.ceil((bucketSize - left) / refillTokens)
  return [
    ...['RateLimit-Policy', `"${rateClass}";q=${bucketSize};w=${Math.ceil(bucketSize / refillTokens)}`],
    ...['RateLimit', `"${rateClass}";r=${Math.floor(left)};t=${fullInSeconds}`],
  ]
}
