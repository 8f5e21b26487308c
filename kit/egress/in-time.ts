import type { Clock } from '../clock.ts'
import { currentContext } from '../context.ts'
import { Fault } from '../fault.ts'
import type { EgressResponse } from './egress.ts'

/** One attempt to get an answer: gives up when `signal` says so, and calls `sent` before anything leaves. */
export type Exchange = (signal: AbortSignal, sent: () => void) => Promise<EgressResponse>

/**
 * Runs an exchange for at most `timeoutMs` and never beyond the context's deadline or after its caller has
 * gone. Throws Fault expired EGRESS_EXPIRED, unknown where something had been sent; other failures pass
 * through.
 */
export async function inTime(clock: Clock, timeoutMs: number, exchange: Exchange): Promise<EgressResponse> {
  const { deadline, signal: callerGone } = currentContext()
  const boundMs = Math.min(timeoutMs, deadline - clock.now())
  const timeUp = new AbortController()
  const cancel = clock.after(Math.max(0, boundMs), () => timeUp.abort())
  const signal = AbortSignal.any([callerGone, timeUp.signal])
  let unknown = false
  try {
    if (boundMs <= 0) timeUp.abort()
    signal.throwIfAborted()
    return await exchange(signal, () => {
      unknown = true
    })
  } catch (cause) {
    if (!signal.aborted) throw cause
    throw new Fault('expired', 'EGRESS_EXPIRED', 'No answer in time', { cause, unknown })
  } finally {
    cancel()
  }
}
