/** The only source of time. Instants are milliseconds since the epoch, durations milliseconds. */
export interface Clock {
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Calls `work` once after `ms`; the returned function cancels. Never keeps the process alive. */
  after(ms: number, work: () => void): () => void
}

/** The machine's wall clock: it may jump when the machine is set, so it measures instants, not spans. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepBy(systemClock, ms, signal),
  after(ms, work) {
    const timer = setTimeout(work, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until it is set or advanced: for tests, the simulator and the seeded past. */
export interface ManualClock extends Clock {
  /** Moves to an instant not before now and runs what falls due on the way, in order. */
  set(instant: number): void
  advance(ms: number): void
}

/** Begins at `start`. What falls due runs inside `set`, before it returns; moving backwards does nothing. */
export function manualClock(start: number): ManualClock {
  let current = start
  let nextId = 0
  const pending = new Map<number, { at: number; work: () => void }>()

  const earliest = (until: number) =>
    [...pending].filter(([, entry]) => entry.at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]

  const clock: ManualClock = {
    now: () => current,
    sleep: (ms, signal) => sleepBy(clock, ms, signal),
    after(ms, work) {
      const id = nextId++
      pending.set(id, { at: current + ms, work })
      return () => void pending.delete(id)
    },
    set(instant) {
      for (let due = earliest(instant); due; due = earliest(instant)) {
        const [id, entry] = due
        pending.delete(id)
        current = Math.max(current, entry.at)
        entry.work()
      }
      current = Math.max(current, instant)
    },
    advance: (ms) => clock.set(current + ms),
  }
  return clock
}

function sleepBy(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
