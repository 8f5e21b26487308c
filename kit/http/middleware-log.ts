import type { Clock } from '../clock.ts'
import { nameOf } from '../context.ts'
import { faultOf } from '../fault.ts'
import type { Log, LogFields } from '../telemetry/log.ts'
import type { Middleware } from './chain.ts'
import type { Exchange } from './exchange.ts'
import { httpStatusOf } from './problem.ts'
import type { Reasons } from './reasons.ts'
import { follow } from './reply.ts'

/** Counts every request: its route, status and how long the answer took. */
export type Observe = (route: string, status: number, durationMs: number) => void

interface LogNeeds {
  readonly clock: Clock
  readonly log: Log
  readonly reasons: Reasons
  readonly observe: Observe
  /** Requests that take longer are always written down. */
  readonly slowMs: number
}

/** Counts all requests and writes a line for those that failed, were slow, sampled or must be audited. */
export function requestLog(needs: LogNeeds): Middleware {
  const note = (exchange: Exchange, status: number, thrown?: unknown) => {
    const durationMs = needs.clock.now() - exchange.startedAt
    needs.observe(exchange.route.name, status, durationMs)
    const say = sayingFor(needs, exchange, { status, durationMs })
    if (say || exchange.route.audit) {
      const line = lineOf(exchange, status, durationMs, thrown)
      if (exchange.route.audit) needs.log.info('audit', line)
      say?.(line)
    }
  }

  return (next) => (exchange) =>
    follow(
      () => next(exchange),
      (reply) => {
        note(exchange, reply.status)
        return reply
      },
      (thrown) => {
        note(exchange, httpStatusOf(thrown, needs.reasons), thrown)
        throw thrown
      },
    )
}

/** How loudly a request is told of, if at all. The rate limit's refusals are not: they come in floods. */
function sayingFor(
  { log, slowMs }: LogNeeds,
  exchange: Exchange,
  seen: { status: number; durationMs: number },
) {
  if (seen.status >= 500) return (line: LogFields) => log.warn('request failed', line)
  if (seen.durationMs >= slowMs) return (line: LogFields) => log.warn('request was slow', line)
  if (seen.status >= 400 && seen.status !== 429) return (line: LogFields) => log.info('request refused', line)
  return exchange.isSampled ? (line: LogFields) => log.info('request', line) : undefined
}

function lineOf(exchange: Exchange, status: number, durationMs: number, thrown: unknown) {
  const { route, requestId, trace, identity } = exchange
  const code = thrown === undefined ? {} : { code: faultOf(thrown).reason }
  const who = { by: nameOf(identity.by), traceId: trace.traceId }
  const what = { method: exchange.request.method, params: exchange.params }
  return { route: route.name, ...what, status, durationMs, requestId, ...who, ...code }
}
