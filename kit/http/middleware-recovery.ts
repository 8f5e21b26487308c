import { Fault } from '../fault.ts'
import type { Log } from '../telemetry/log.ts'
import type { Middleware } from './chain.ts'
import type { Exchange } from './exchange.ts'
import { problemReply } from './problem.ts'
import type { Reasons } from './reasons.ts'
import { follow } from './reply.ts'

/** Turns whatever is thrown further in into a problem. A bug is logged with its causes and told as a bug. */
export function recovery({ reasons, log }: { reasons: Reasons; log: Log }): Middleware {
  const recover = (thrown: unknown, exchange: Exchange) => {
    if (isBug(thrown)) log.error('a request met a bug', { ...about(exchange), error: thrown })
    return problemReply(thrown, reasons, exchange)
  }
  return (next) => (exchange) =>
    follow(
      () => next(exchange),
      (reply) => reply,
      (thrown) => recover(thrown, exchange),
    )
}

function isBug(thrown: unknown): boolean {
  return !(thrown instanceof Fault) || (thrown.kind === 'internal' && thrown.cause !== undefined)
}

function about({ route, requestId, trace }: Exchange) {
  return { route: route.name, requestId, traceId: trace.traceId }
}
