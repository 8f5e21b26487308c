import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Cache, VersionedBytes } from './cache.ts'

export interface MemoryCacheOptions {
  readonly clock: Clock
  readonly entriesMax?: number
  /** Of keys and bytes together. */
  readonly bytesMax?: number
}

/** What a key holds; without bytes it only refuses what is older. */
interface Held {
  readonly bytes: Uint8Array | undefined
  readonly version: number
  readonly until: number
}

const unversioned = Number.NEGATIVE_INFINITY

/** A cache of this process alone; the least recently used go first. */
export function createMemoryCache(options: MemoryCacheOptions): Cache {
  const { clock, entriesMax = 10_000, bytesMax = 64 * 1024 * 1024 } = options
  const entries = new LRUCache<string, Held>({
    max: entriesMax,
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }, key) => key.length + (bytes?.byteLength ?? 0) + 1,
  })

  function held(key: string): Held | undefined {
    const entry = entries.get(key)
    return entry !== undefined && entry.until > clock.now() ? entry : undefined
  }

  /** Copies, because whoever gave the bytes may go on writing to them. */
  function keep(key: string, { version, bytes }: Partial<VersionedBytes>, ttlMs: number): void {
    const copy = bytes === undefined ? undefined : new Uint8Array(bytes)
    entries.set(key, { bytes: copy, version: version ?? unversioned, until: clock.now() + ttlMs })
  }

  return {
    async get(key) {
      const bytes = held(key)?.bytes
      return bytes === undefined ? undefined : new Uint8Array(bytes)
    },
    async set(key, bytes, ttlMs) {
      keep(key, { bytes }, ttlMs)
    },
    async add(key, bytes, ttlMs) {
      if (held(key) !== undefined) return false
      keep(key, { bytes }, ttlMs)
      return true
    },
    async setNewer(key, versioned, ttlMs) {
      if ((held(key)?.version ?? unversioned) > versioned.version) return false
      keep(key, versioned, ttlMs)
      return true
    },
    async deleteOlder(key, version, ttlMs) {
      if ((held(key)?.version ?? unversioned) < version) keep(key, { version }, ttlMs)
    },
    async delete(keys) {
      for (const key of keys) entries.delete(key)
    },
    ready: async () => true,
    async stop() {
      entries.clear()
    },
  }
}
