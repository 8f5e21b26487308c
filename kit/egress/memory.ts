import { assert } from '../assert.ts'
import { currentContext } from '../context.ts'
import { Fault, faultOf } from '../fault.ts'
import type { Egress, EgressRequest, EgressResponse } from './egress.ts'

/**
 * What stands in for a destination. It throws a Fault to be unreachable; any other error is taken as lost on
 * the way.
 */
export type MemoryDestination = (request: EgressRequest) => Promise<EgressResponse>

/** Egress without a network: for tests and the simulator. */
export function createMemoryEgress(destinations: Readonly<Record<string, MemoryDestination>>): Egress {
  return {
    async send(name, request) {
      const destination = destinations[name]
      assert(destination, `the destination ${name} is configured`)
      assert(request.path.startsWith('/'), 'a path starts with a slash')
      if (currentContext().signal.aborted) {
        throw new Fault('expired', 'EGRESS_EXPIRED', 'No answer in time', { unknown: false })
      }
      try {
        return await destination(request)
      } catch (cause) {
        if (cause instanceof Fault) throw cause
        throw lost(faultOf(cause))
      }
    },
  }
}

function lost(cause: Fault): Fault {
  return new Fault('unavailable', 'EGRESS_UNREACHABLE', 'Cannot be reached now', { cause, unknown: true })
}
