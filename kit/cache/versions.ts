import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'

/** Which versions of each key still count for this process. */
export interface Versions {
  /** Whether a version was not declared over. */
  counts(key: string, version: number): boolean
  /** From now on nothing older counts. */
  raise(key: string, version: number): void
  /** What a source without versions is asked for now: the instant, in ms. */
  now(): number
  /** Past all that is asked for within this millisecond, here and by other processes. */
  next(): number
}

/** Remembers the keys that changed last. */
export function createVersions(clock: Clock, keysMax: number): Versions {
  const floors = new LRUCache<string, number>({ max: keysMax })
  return {
    counts: (key, version) => version >= (floors.get(key) ?? Number.NEGATIVE_INFINITY),
    raise: (key, version) => void floors.set(key, version),
    now: () => clock.now(),
    next: () => clock.now() + 1,
  }
}
