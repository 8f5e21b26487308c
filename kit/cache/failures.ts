import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'

interface FailureNeeds {
  readonly clock: Clock
  readonly random: Random
  readonly keysMax: number
}

/** What keeps failing is asked less and less often. */
export interface Failures {
  /** What to throw without asking again. */
  find(key: string): { readonly error: unknown } | undefined
  add(key: string, error: unknown): void
  forget(key: string): void
}

const firstMs = 200
const longestMs = 5000

/**
 * The first failure costs nobody anything but its own; from the second in a row on the last one answers for
 * 0.2 s · 2ᵏ up to 5 s, the upper half random.
 */
export function createFailures({ clock, random, keysMax }: FailureNeeds): Failures {
  const failed = new LRUCache<string, { error: unknown; count: number; until: number }>({ max: keysMax })
  return {
    find(key) {
      const last = failed.get(key)
      return last !== undefined && last.until > clock.now() ? last : undefined
    },
    add(key, error) {
      const count = (failed.get(key)?.count ?? 0) + 1
      const fullMs = count < 2 ? 0 : Math.min(longestMs, firstMs * 2 ** Math.min(count - 2, 10))
      failed.set(key, { error, count, until: clock.now() + fullMs / 2 + random.below(fullMs / 2 + 1) })
    },
    forget: (key) => void failed.delete(key),
  }
}
