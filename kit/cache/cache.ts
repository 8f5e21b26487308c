/**
 * Bytes by key for a while. A cache may lose what it holds at any moment, and where it cannot be reached
 * every operation throws a fault CACHE_UNAVAILABLE within a short bound: callers go on without it.
 */
export interface Cache {
  /** The bytes, or undefined where there are none or their time is over. */
  get(key: string): Promise<Uint8Array | undefined>
  /** Keeps bytes for at most `ttlMs`. */
  set(key: string, bytes: Uint8Array, ttlMs: number): Promise<void>
  /** Keeps bytes unless the key holds some; tells whether it did. What a lease is made of. */
  add(key: string, bytes: Uint8Array, ttlMs: number): Promise<boolean>
  /** Keeps bytes unless the key holds newer ones, or was told to refuse theirs; tells whether it did. */
  setNewer(key: string, versioned: VersionedBytes, ttlMs: number): Promise<boolean>
  /** Forgets what is older than a version, and refuses such to `setNewer` for `ttlMs`. */
  deleteOlder(key: string, version: number, ttlMs: number): Promise<void>
  /** Forgets keys, whatever node holds each. */
  delete(keys: readonly string[]): Promise<void>
  ready(): Promise<boolean>
  stop(): Promise<void>
}

/** Bytes and a number that grows with every change of what they tell. What has none is older than all. */
export interface VersionedBytes {
  readonly version: number
  readonly bytes: Uint8Array
}
