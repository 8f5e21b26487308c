import { assert } from '../assert.ts'
import type { Clock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { type Bulkhead, createBulkhead } from '../resilience/bulkhead.ts'
import { readAtMost } from './body.ts'
import type { Egress, EgressRequest, EgressResponse } from './egress.ts'
import { inTime } from './in-time.ts'

/** A place that may be called, and how much of it. */
export interface Destination {
  /** Address without a slash at the end; a function where it is known only once something has started. */
  readonly baseUrl: string | (() => string)
  readonly maxConcurrent: number
  /** A longer answer is refused. */
  readonly maxBytes: number
}

/** One finished call, for logs and metrics. */
export interface EgressCall {
  readonly destination: string
  readonly method: string
  /** The answer's status, or the reason of the fault. */
  readonly outcome: string
  readonly durationMs: number
}

export interface EgressNeeds {
  readonly destinations: Readonly<Record<string, Destination>>
  readonly clock: Clock
  readonly observe?: (call: EgressCall) => void
}

interface Gate {
  readonly destination: Destination
  readonly bulkhead: Bulkhead
}

/** For each call that may run, how many may wait: beyond that waiting is longer than anyone's deadline. */
const waitingPerSlot = 16

/** Failures before the first byte of the request has left; all others may have reached the other side. */
const notSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
])

/** Egress by HTTP: kept-alive connections, no redirects, no cookies. */
export function createEgress({ destinations, clock, observe }: EgressNeeds): Egress {
  const gates = new Map(
    Object.entries(destinations).map(([name, destination]): [string, Gate] => {
      const { maxConcurrent } = destination
      const limits = { concurrentMax: maxConcurrent, waitingMax: maxConcurrent * waitingPerSlot }
      return [name, { destination, bulkhead: createBulkhead(limits) }]
    }),
  )

  return {
    async send(name, request) {
      const gate = gates.get(name)
      assert(gate, `the destination ${name} is configured`)
      assert(request.path.startsWith('/'), 'a path starts with a slash')
      const startedAt = clock.now()
      const tell = (outcome: string) =>
        observe?.({ destination: name, method: request.method, outcome, durationMs: clock.now() - startedAt })
      try {
        const response = await sendInTime(gate, request, clock)
        tell(String(response.status))
        return response
      } catch (error) {
        tell(error instanceof Fault ? error.reason : 'BUG')
        throw error
      }
    },
  }
}

/** Waits for its turn and for the answer, both within the time there is. */
async function sendInTime({ destination, bulkhead }: Gate, request: EgressRequest, clock: Clock) {
  try {
    return await inTime(clock, request.timeoutMs, (signal, sent) =>
      bulkhead(() => {
        sent()
        return exchange(destination, request, signal)
      }, signal),
    )
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const unknown = !notSentCodes.has(codeOf(cause))
    throw new Fault('unavailable', 'EGRESS_UNREACHABLE', 'Cannot be reached now', { cause, unknown })
  }
}

async function exchange(
  to: Destination,
  request: EgressRequest,
  signal: AbortSignal,
): Promise<EgressResponse> {
  const base = typeof to.baseUrl === 'function' ? to.baseUrl() : to.baseUrl
  const response = await fetch(base + request.path, {
    method: request.method,
    headers: request.headers ?? {},
    body: request.body ?? null,
    redirect: 'manual',
    signal,
  })
  const body = await readAtMost(response, to.maxBytes)
  return { status: response.status, headers: Object.fromEntries(response.headers), body }
}

function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error && 'code' in inner ? String(inner.code) : ''
}
