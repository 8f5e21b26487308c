import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Cache } from './cache.ts'
import { decodeKept, encodeKept } from './envelope.ts'
import { type FreshnessLimits, lifeMs, usefulUntil } from './freshness.ts'

/** What is known, and until when nobody need ask. */
export interface Answer<T> {
  /** Undefined: it is known that there is nothing. */
  readonly value: T | undefined
  readonly version: number
  readonly freshUntil: number
  /** How long the source took; 0 where another process asked it. */
  readonly spentMs: number
}

/** How values become bytes. `decode` throws where bytes make no sense: they count as nothing. */
export interface Codec<T> {
  encode(value: T): Uint8Array
  decode(bytes: Uint8Array): T
}

export interface SecondLevelOptions<T> {
  readonly cache: Cache
  readonly clock: Clock
  /** Stands before the keys of one kind of thing. */
  readonly name: string
  readonly codec: Codec<T>
  readonly limits: FreshnessLimits
  readonly leaseMs: number
}

/** Who may ask the source: this process, another one, or whoever likes because the cache is away. */
export type Lease = 'ours' | 'theirs' | 'unknown'

/** The level that processes have in common. Where it is away it has nothing and forgets everything. */
export interface SecondLevel<T> {
  /** What some process kept, fresh or stale. */
  get(key: string): Promise<Answer<T> | undefined>
  put(key: string, answer: Answer<T>): Promise<void>
  /** Forgets what is older than a version, and refuses it when it arrives late. */
  drop(key: string, version: number): Promise<void>
  /** Asks to be the one who asks. Leases end by themselves; they save work and protect nothing. */
  lease(key: string): Promise<Lease>
  release(key: string): Promise<void>
}

const leased = new Uint8Array([1])

/** A second level in a cache, for one kind of thing. */
export function createSecondLevel<T>(options: SecondLevelOptions<T>): SecondLevel<T> {
  const { cache, clock, name, codec, limits, leaseMs } = options
  /** Leases of this process, by the instant at which they end. */
  const ours = new Map<string, number>()
  const placeOf = (key: string) => `${name}:${key}`
  const leaseOf = (key: string) => `${name}:${key}:lease`

  return {
    async get(key) {
      const whole = await unlessAway(cache.get(placeOf(key)), undefined)
      return whole && readAnswer(placeOf(key), whole, options)
    },
    async put(key, { value, version, freshUntil }) {
      const ttlMs = usefulUntil(freshUntil, value === undefined, limits) - clock.now()
      if (ttlMs <= 0) return
      const kept = { version, freshUntil, bytes: value === undefined ? undefined : codec.encode(value) }
      const bytes = encodeKept(placeOf(key), kept)
      await unlessAway(cache.setNewer(placeOf(key), { version, bytes }, ttlMs), false)
    },
    drop: (key, version) => unlessAway(cache.deleteOlder(placeOf(key), version, 2 * leaseMs), undefined),
    async lease(key) {
      const now = clock.now()
      if ((ours.get(key) ?? 0) > now) return 'ours'
      const isOurs = await unlessAway(cache.add(leaseOf(key), leased, leaseMs), undefined)
      if (isOurs === undefined) return 'unknown'
      if (isOurs) ours.set(key, now + leaseMs)
      return isOurs ? 'ours' : 'theirs'
    },
    async release(key) {
      const until = ours.get(key) ?? 0
      ours.delete(key)
      if (until > clock.now()) await unlessAway(cache.delete([leaseOf(key)]), undefined)
    },
  }
}

/** No clock but our own says how long it counts: never longer than if it had been asked for now. */
function readAnswer<T>(
  place: string,
  whole: Uint8Array,
  { clock, codec, limits }: SecondLevelOptions<T>,
): Answer<T> | undefined {
  const kept = decodeKept(place, whole)
  if (kept === undefined) return undefined
  const { version, bytes } = kept
  const freshUntil = Math.min(kept.freshUntil, clock.now() + lifeMs(limits, bytes === undefined))
  try {
    const value = bytes === undefined ? undefined : codec.decode(bytes)
    return { value, version, freshUntil, spentMs: 0 }
  } catch {
    return undefined
  }
}

async function unlessAway<T, Without>(asked: Promise<T>, without: Without): Promise<T | Without> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Fault && error.reason === 'CACHE_UNAVAILABLE') return without
    throw error
  }
}
