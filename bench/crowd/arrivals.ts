import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#kit/random.ts'

/** Says when the next request is due. */
export interface Arrivals {
  /** Waits until it is; answers the moment it was meant for, null once the load is over. */
  next(): Promise<number | null>
}

/** Whoever has got an answer asks again at once: finds what the platform can do, but waits for it meekly. */
export function closedLoop(seconds: number): Arrivals {
  const endsAt = performance.now() + seconds * 1000
  return {
    async next() {
      const now = performance.now()
      return now < endsAt ? now : null
    },
  }
}

/**
 * People who do not know of each other: so many come in a second, whether or not the others have been served.
 * Moments depend on the seed alone; who is sent late because everybody was busy has waited since his moment.
 */
export function openLoop(seconds: number, perSecond: number, random: Random): Arrivals {
  const endsAt = performance.now() + seconds * 1000
  let dueAt = performance.now()
  return {
    async next() {
      dueAt += (exponential(random) * 1000) / perSecond
      const due = dueAt
      if (due > endsAt) return null
      const early = due - performance.now()
      if (early > 0) await sleep(early)
      return due
    },
  }
}

/** With mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random.below(2 ** 31) / 2 ** 31)
}
