import type { Clock } from '#kit/clock.ts'
import type { Bell, Bells } from './ports.ts'

interface HungBell extends Bell {
  ring(): void
  fallStill(): void
}

/** Nobody waits. */
const asleep = () => undefined

export function createBells(clock: Clock): Bells {
  const hung = new Map<string, Set<HungBell>>()
  let silent = false

  return {
    ring(audience) {
      for (const bell of hung.get(audience) ?? []) bell.ring()
    },
    hang(audience, signal) {
      const bell = createBell(clock, signal, () => {
        const neighbours = hung.get(audience)
        neighbours?.delete(bell)
        if (neighbours?.size === 0) hung.delete(audience)
      })
      if (silent) bell.fallStill()
      hung.set(audience, (hung.get(audience) ?? new Set()).add(bell))
      return bell
    },
    silence() {
      silent = true
      for (const bells of hung.values()) for (const bell of bells) bell.fallStill()
    },
  }
}

function createBell(clock: Clock, signal: AbortSignal, unhook: () => void): HungBell {
  let rang = false
  let still = signal.aborted
  let wake = asleep

  const fallStill = () => {
    still = true
    wake()
  }
  const takeRing = () => {
    const heard = rang
    rang = false
    return heard
  }
  signal.addEventListener('abort', fallStill)

  return {
    fallStill,
    isStill: () => still,
    ring() {
      rang = true
      wake()
    },
    heard(waitMs) {
      if (rang || still) return Promise.resolve(takeRing())
      return new Promise((resolve) => {
        const cancel = clock.after(waitMs, () => wake())
        wake = () => {
          wake = asleep
          cancel()
          resolve(takeRing())
        }
      })
    },
    takeDown() {
      signal.removeEventListener('abort', fallStill)
      unhook()
      fallStill()
    },
  }
}
