import type { ZodType } from 'zod'
import type { Clock } from '../clock.ts'
import { type Context, withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { span } from '../telemetry/trace.ts'
import type { BodyLimits } from './body.ts'
import { answerCached, isCachedBody } from './cached-body.ts'
import type { Step } from './chain.ts'
import type { Exchange } from './exchange.ts'
import { readInput } from './input.ts'
import type { Work } from './ledger.ts'
import { flatten, jsonReply, type Reply } from './reply.ts'
import type { AnyAnswer, Route, RouteRequest } from './route.ts'

export interface HandleNeeds {
  readonly clock: Clock
  readonly limits: BodyLimits
  /** How long a call may take whose route says nothing. */
  readonly deadlineMs: number
  /** Checks what handlers answer against the declared shapes: for tests, because it costs what it checks. */
  readonly validateResponses: boolean
  /** Does what the route is there for. */
  readonly work: Work
}

/** The innermost step: reads the input, runs the handler within the deadline and shapes its answer. */
export function handle(needs: HandleNeeds): Step {
  return async (exchange) => {
    const leash = createLeash(exchange, needs)
    try {
      const input = await leash.orGone(readInput(exchange, needs.limits))
      const request: RouteRequest<unknown, unknown, unknown> = {
        ...input,
        ...aboutCaller(exchange, leash.signal),
      }
      const work = () => needs.work(exchange.route, request)
      const answer = await leash.orGone(withContext(contextOf(exchange, leash), () => inSpan(exchange, work)))
      if (isCachedBody(answer)) return answerCached(answer, exchange.header('if-none-match'))
      if (needs.validateResponses) checkAnswer(exchange.route, answer)
      return replyOf(exchange, answer)
    } finally {
      leash.letGo()
    }
  }
}

interface Leash {
  readonly signal: AbortSignal
  readonly deadline: number
  /** The work's result, or a fault as soon as the deadline has passed or the client has gone. */
  orGone<T>(work: Promise<T>): Promise<T>
  letGo(): void
}

/** Ties work to its deadline and to the client who waits for it. */
function createLeash(exchange: Exchange, needs: HandleNeeds): Leash {
  const lastsMs = exchange.route.deadlineMs ?? needs.deadlineMs
  const { promise: gone, reject } = Promise.withResolvers<never>()
  const end = (fault: Fault) => {
    exchange.abort.abort(fault)
    reject(fault)
  }
  gone.catch(() => undefined)
  const onClose = () => end(new Fault('expired', 'CANCELLED', 'The caller has gone'))
  const onDeadline = () => end(new Fault('expired', 'DEADLINE_EXCEEDED', 'The answer took too long'))
  const cancel =
    lastsMs === Number.POSITIVE_INFINITY ? () => undefined : needs.clock.after(lastsMs, onDeadline)
  exchange.response.once('close', onClose)
  return {
    signal: exchange.abort.signal,
    deadline: exchange.startedAt + lastsMs,
    orGone: (work) => Promise.race([work, gone]),
    letGo() {
      cancel()
      exchange.response.off('close', onClose)
    },
  }
}

function contextOf({ trace, identity }: Exchange, { deadline, signal }: Leash): Context {
  return { deadline, signal, ...trace, by: identity.by, sessionId: identity.sessionId }
}

function inSpan<T>({ route }: Exchange, work: () => T): T {
  return span(`${route.method} ${route.path}`, { 'http.route': route.path }, work)
}

function aboutCaller(exchange: Exchange, signal: AbortSignal) {
  const { identity, clientIp, requestId } = exchange
  const headers = exchange.request.headers as Readonly<Record<string, string>>
  const session = { sessionId: identity.sessionId, sessionExpiresAt: identity.expiresAt }
  return { by: identity.by, ...session, clientIp, requestId, signal, headers }
}

function replyOf({ route }: Exchange, { status, headers, body }: AnyAnswer): Reply {
  const declared = route.replies[status]
  if (declared === undefined) throw new Error(`${route.name} answered ${status}, which it does not declare`)
  if (!('media' in declared))
    return body === undefined ? empty(status, headers) : jsonReply(status, body, flatten(headers))
  return {
    status,
    headers: ['Content-Type', declared.media, ...flatten(headers)],
    body: body as Reply['body'],
  }
}

function empty(status: number, headers: AnyAnswer['headers']): Reply {
  return { status, headers: ['Cache-Control', 'no-store', ...flatten(headers)], body: undefined }
}

function checkAnswer(route: Route, { status, body }: AnyAnswer): void {
  const declared = route.replies[status]
  if (declared === undefined || 'media' in declared) return
  const result = (declared as ZodType).safeParse(body)
  if (!result.success)
    throw new Error(`${route.name} answers what it does not declare: ${result.error.message}`)
}
