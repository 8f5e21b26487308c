import { Fault } from '../fault.ts'

/**
 * Runs work, at most so much at once; the rest waits in turn. `signal` gives up the wait, not work that runs.
 * Throws Fault exhausted QUEUE_FULL when too many wait.
 */
export type Bulkhead = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>

export interface BulkheadLimits {
  readonly concurrentMax: number
  readonly waitingMax: number
}

/** A bulkhead of its own count; who shares one waits for each other. */
export function createBulkhead({ concurrentMax, waitingMax }: BulkheadLimits): Bulkhead {
  const waiting = new Set<() => void>()
  let running = 0

  function enter(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener('abort', leave)
        waiting.delete(admit)
        running += 1
        resolve()
      }
      const leave = () => {
        waiting.delete(admit)
        reject(signal?.reason)
      }
      if (signal?.aborted) return leave()
      if (running < concurrentMax) return admit()
      if (waiting.size >= waitingMax)
        return reject(new Fault('exhausted', 'QUEUE_FULL', 'Too much is waiting'))
      waiting.add(admit)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  return async (work, signal) => {
    await enter(signal)
    try {
      return await work()
    } finally {
      running -= 1
      const [next] = waiting
      next?.()
    }
  }
}
