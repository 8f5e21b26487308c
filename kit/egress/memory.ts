import { assert } from '../assert.ts'
import { type Clock, systemClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import type { Egress, EgressRequest, EgressResponse } from './egress.ts'
import { inTime } from './in-time.ts'

/**
 * What stands in for a destination. It throws a Fault to be unreachable; any other error is taken as lost on
 * the way, after it may have been heard.
 */
export type MemoryDestination = (request: EgressRequest) => Promise<EgressResponse>

/** Egress without a network: for tests and the simulator. */
export function createMemoryEgress(
  destinations: Readonly<Record<string, MemoryDestination>>,
  clock: Clock = systemClock,
): Egress {
  return {
    async send(name, request) {
      const destination = destinations[name]
      assert(destination, `the destination ${name} is configured`)
      assert(request.path.startsWith('/'), 'a path starts with a slash')
      return inTime(clock, request.timeoutMs, async (signal, sent) => {
        sent()
        return Promise.race([answerOf(destination, request), abortOf(signal)])
      })
    },
  }
}

async function answerOf(destination: MemoryDestination, request: EgressRequest): Promise<EgressResponse> {
  try {
    return await destination(request)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('unavailable', 'EGRESS_UNREACHABLE', 'Cannot be reached now', { cause, unknown: true })
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
