import type { Clock } from '../clock.ts'

/** Ends calls at their deadline with one timer per tick, however many calls there are. */
export interface Deadlines {
  /**
   * Calls `expire` at `instant` or up to 10 ms later; the returned function forgets it. Infinity never comes.
   */
  watch(instant: number, expire: () => void): () => void
}

const tickMs = 10
/** What a timer can hold; whoever waits longer waits for ever. */
const furthestMs = 2 ** 31 - 1 - tickMs

/** Instants are read by `clock`; calls of one tick end together, and a tick without calls costs nothing. */
export function createDeadlines(clock: Clock): Deadlines {
  const ticks = new Map<number, Set<() => void>>()

  function openTick(tick: number, delayMs: number): Set<() => void> {
    const calls = new Set<() => void>()
    ticks.set(tick, calls)
    clock.after(delayMs, () => {
      ticks.delete(tick)
      for (const expire of calls) expire()
    })
    return calls
  }

  return {
    watch(instant, expire) {
      const tick = Math.ceil(instant / tickMs)
      let calls = ticks.get(tick)
      if (calls === undefined) {
        const delayMs = tick * tickMs - clock.now()
        if (delayMs > furthestMs) return () => undefined
        calls = openTick(tick, delayMs)
      }
      const waiting = calls
      waiting.add(expire)
      return () => void waiting.delete(expire)
    },
  }
}
