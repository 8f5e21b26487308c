import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Cache } from './cache.ts'
import { createFailures } from './failures.ts'
import { createFetch, type Question, type Sourced } from './fetch.ts'
import { type Freshness, type FreshnessLimits, freshnessOf } from './freshness.ts'
import { type Answer, type Codec, createSecondLevel } from './second-level.ts'
import { createVersions } from './versions.ts'

/** Things by key, read through memory and a cache that processes share. */
export interface Tiers<T> {
  /** What is in memory and may be served now; undefined also for what is known not to be. */
  find(key: string): T | undefined
  /**
   * What there is, asked for once however many wait; undefined where there is nothing. Throws what the source
   * throws, unless something stale may be served instead.
   */
  load(key: string): Promise<T | undefined>
  /**
   * Forgets what is older than a version, in memory at once, and refuses it when it arrives late. The version
   * is the source's own; where it gives none, everything asked for before now is older.
   */
  invalidate(key: string, version?: number): Promise<void>
}

export interface TiersOptions<T> {
  /** Stands before the keys in the shared cache; one for each kind of thing. */
  readonly name: string
  readonly source: (key: string) => Promise<Sourced<T>>
  readonly codec: Codec<T>
  readonly cache: Cache
  readonly clock: Clock
  readonly random: Random
  readonly limits: TiersLimits
}

export interface TiersLimits extends FreshnessLimits {
  /** Kept in memory; the least recently used are forgotten. */
  readonly entriesMax: number
  /** How long a process that asks the source keeps others from it; 5 s unless given. */
  readonly leaseMs?: number
  /** How long the others wait for its answer before they ask themselves; 250 ms unless given. */
  readonly waitMs?: number
}

type Entry<T> = Answer<T> & Freshness

const usualLeaseMs = 5000

/**
 * Reads through memory, a shared cache and a source. The cache may be away, empty or lie: answers stay right.
 */
export function createTiers<T>(options: TiersOptions<T>): Tiers<T> {
  const { clock, random, limits } = options
  const keysMax = limits.entriesMax
  const near = new LRUCache<string, Entry<T>>({ max: keysMax })
  const flights = new Map<string, Promise<Entry<T>>>()
  const versions = createVersions(clock, keysMax)
  const far = createSecondLevel({ ...options, leaseMs: limits.leaseMs ?? usualLeaseMs })
  const failures = createFailures({ clock, random, keysMax })
  const fetch = createFetch({ ...options, far, failures, versions })

  async function land(question: Question<T>): Promise<Entry<T>> {
    const { key, isCurrent } = question
    const answer = await fetch(question)
    const entry = { ...answer, ...freshnessOf({ ...answer, now: clock.now() }, limits, random) }
    if (isCurrent() && versions.counts(key, answer.version)) near.set(key, entry)
    return entry
  }

  function ask(key: string, known: Entry<T> | undefined, earlyMs = 0): Promise<Entry<T>> {
    const flying = flights.get(key)
    if (flying) return flying
    const isCurrent = () => flights.get(key) === flight
    const flight = land({ key, version: versions.now(), known, earlyMs, isCurrent })
    flights.set(key, flight)
    flight.catch(() => undefined).finally(() => isCurrent() && flights.delete(key))
    return flight
  }

  /** What may be served now; asked for again in the background where that is due. */
  function servable(key: string): Entry<T> | undefined {
    const entry = near.get(key)
    const now = clock.now()
    if (entry === undefined || now >= entry.servedUntil) return undefined
    if (now >= entry.refreshAt) void ask(key, entry, entry.earlyMs)
    return entry
  }

  return {
    find: (key) => servable(key)?.value,
    load: async (key) => (servable(key) ?? (await ask(key, near.get(key)))).value,
    invalidate(key, version = versions.next()) {
      if (!versions.counts(key, version)) return Promise.resolve()
      versions.raise(key, version)
      flights.delete(key)
      failures.forget(key)
      if (!versions.counts(key, near.peek(key)?.version ?? version)) near.delete(key)
      return far.drop(key, version)
    },
  }
}
