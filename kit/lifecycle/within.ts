import type { Clock } from '../clock.ts'

/**
 * Waits for `work` at most `boundMs`; rejects with an Error when that is over. The work itself is not
 * interrupted.
 */
export async function within<T>(clock: Clock, boundMs: number, work: () => Promise<T>): Promise<T> {
  const over = Promise.withResolvers<never>()
  const cancel = clock.after(boundMs, () =>
    over.reject(new Error(`not done within ${Math.round(boundMs)} ms`)),
  )
  try {
    return await Promise.race([work(), over.promise])
  } finally {
    cancel()
  }
}
