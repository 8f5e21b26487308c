import type { Clock } from '../clock.ts'

/** Whether a server is worth asking: open after failures in a row, closed again by the first success. */
export interface Breaker {
  readonly isOpen: boolean
  /** Whether it is time to try again; true at most once per pause. */
  takesTry(): boolean
  /** Tells whether this closed it. */
  succeeded(): boolean
  /** Tells whether this opened it. */
  failed(): boolean
}

const failuresMax = 3
const pauseMs = 1000

/** A closed breaker. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0
  let triedAt = 0
  return {
    get isOpen() {
      return failures >= failuresMax
    },
    takesTry() {
      if (clock.now() - triedAt < pauseMs) return false
      triedAt = clock.now()
      return true
    },
    succeeded() {
      const wasOpen = failures >= failuresMax
      failures = 0
      return wasOpen
    },
    failed() {
      failures += 1
      if (failures !== failuresMax) return false
      triedAt = clock.now()
      return true
    },
  }
}
