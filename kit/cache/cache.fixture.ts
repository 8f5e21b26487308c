import { type ManualClock, manualClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { seededRandom } from '../random.ts'
import type { Cache } from './cache.ts'
import { createMemoryCache } from './memory.ts'
import { createTiers, type Tiers, type TiersLimits } from './tiers.ts'

/** A cache that can be away. */
export interface FlakyCache extends Cache {
  isAway: boolean
}

export function flakyCache(cache: Cache): FlakyCache {
  const flaky = { isAway: false }
  const refuse = async () => {
    throw new Fault('unavailable', 'CACHE_UNAVAILABLE', 'away')
  }
  const names = ['get', 'set', 'add', 'setNewer', 'deleteOlder', 'delete', 'ready', 'stop'] as const
  const methods = names.map((name) => [
    name,
    (...given: unknown[]) =>
      flaky.isAway ? refuse() : (cache[name] as (...given: unknown[]) => unknown)(...given),
  ])
  return Object.assign(flaky, Object.fromEntries(methods) as Cache)
}

/** What the tiers of a test keep: texts, and the source they come from. */
export interface TextWorld {
  readonly clock: ManualClock
  readonly cache: FlakyCache
  /** The truth; undefined: there is nothing. */
  readonly truth: Map<string, string>
  readonly source: { asked: number; takesMs: number; isDown: boolean }
  /** Another process on the same cache. */
  process(): Tiers<string>
  /** Lets time pass, a millisecond at a time, until the promise has settled. */
  settle<T>(work: Promise<T>): Promise<T>
}

export const textLimits: TiersLimits = { ttlMs: 1000, absentMs: 500, entriesMax: 100 }

export function createTextWorld(limits: Partial<TiersLimits> = {}): TextWorld {
  const clock = manualClock(1_760_000_000_000)
  const cache = flakyCache(createMemoryCache({ clock }))
  const truth = new Map<string, string>([['a', 'one']])
  const source = { asked: 0, takesMs: 0, isDown: false }
  let processes = 0

  return {
    ...{ clock, cache, truth, source },
    process: () =>
      createTiers<string>({
        name: 'text',
        async source(key) {
          source.asked += 1
          const value = truth.get(key)
          if (source.takesMs > 0) await clock.sleep(source.takesMs)
          if (source.isDown) throw new Fault('unavailable', 'UNREACHABLE', 'down')
          return { value }
        },
        codec: { encode: (value) => Buffer.from(value), decode: (bytes) => Buffer.from(bytes).toString() },
        ...{ cache, clock, random: seededRandom(++processes) },
        limits: { ...textLimits, ...limits },
      }),
    async settle(work) {
      let isSettled = false
      const mark = () => {
        isSettled = true
      }
      work.then(mark, mark)
      await new Promise(setImmediate)
      for (let ms = 0; !isSettled && ms < 20_000; ms += 1) {
        clock.advance(1)
        await new Promise(setImmediate)
      }
      return work
    },
  }
}
