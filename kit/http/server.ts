import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import type { Readiness } from '../lifecycle/lifecycle.ts'
import type { Part } from '../lifecycle/part.ts'
import type { Random } from '../random.ts'
import type { BucketRule } from '../resilience/token-bucket.ts'
import type { Log } from '../telemetry/log.ts'
import { createApp } from './app.ts'
import { compose, type Middleware } from './chain.ts'
import { checkRoutes } from './check-routes.ts'
import { createConnections } from './connections.ts'
import { handle } from './handle.ts'
import { httpPart } from './http-part.ts'
import { createKnownTokens, type KnownTokens, type TokenVerifier } from './identity.ts'
import { enterFirst, type Ledger } from './ledger.ts'
import { defaultLimits, type HttpLimits } from './limits.ts'
import { authentication } from './middleware-authentication.ts'
import { authorisation } from './middleware-authorisation.ts'
import { cachedRead } from './middleware-cached-read.ts'
import { type Observe, requestLog } from './middleware-log.ts'
import { rateLimit, type SharedRates } from './middleware-rate-limit.ts'
import { recovery } from './middleware-recovery.ts'
import { ownRoutes } from './own-routes.ts'
import type { Reasons } from './reasons.ts'
import type { Route } from './route.ts'
import type { SocketRoute } from './socket-route.ts'
import { createSockets } from './sockets.ts'

export interface HttpServerOptions {
  readonly routes: readonly Route[]
  /** What stays open in both directions; none where absent. */
  readonly sockets?: readonly SocketRoute[]
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  readonly clock: Clock
  readonly log: Log
  readonly ids: Ids
  readonly random: Random
  readonly verifier: TokenVerifier
  readonly reasons: Reasons
  /** Where acts are entered before they are done; required where a route wants that. */
  readonly ledger?: Ledger
  /** Serves the description of the API and its pages: on only where strangers may read it. */
  readonly docs?: boolean
  /** Rules by rate class, read at every request; `page` and `unrouted` have their own unless given here. */
  readonly rates: () => Readonly<Record<string, BucketRule>>
  readonly sharedRates?: SharedRates
  readonly limits?: Partial<HttpLimits>
  readonly observe?: Observe
  /** What /readyz tells; ready as soon as it listens where absent. */
  readonly readiness?: () => Promise<Readiness>
  /** The reason told for what belongs to another shop. */
  readonly foreignReason?: string
  /** The share of requests without a trace of their own that is sampled, 0 to 1. */
  readonly sampleRatio?: number
  /** How many proxies in front are ours: X-Forwarded-For counts only that far. */
  readonly trustedHops?: number
  /** Checks what handlers answer against the declared shapes: for tests, because it costs what it checks. */
  readonly validateResponses?: boolean
  /** What the API is called in its OpenAPI document. */
  readonly title: string
  readonly version: string
}

/** An HTTP server that starts, drains and stops with the process. */
export interface HttpServer extends Required<Part> {
  /** `http://127.0.0.1:8080` once started; throws before. */
  address(): string
  /** Sends a request through everything but the socket. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  /** All declarations, the server's own included. */
  readonly routes: readonly Route[]
  readonly sockets: readonly SocketRoute[]
}

const ownRates: Readonly<Record<string, BucketRule>> = {
  page: { bucketSize: 200, refillTokens: 50 },
  unrouted: { bucketSize: 100, refillTokens: 20 },
}

/** Serves routes, each behind the same chain. Throws where a route is not fully declared. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const limits = { ...defaultLimits, ...options.limits }
  const routes = [...options.routes, ...ownRoutes(options)]
  checkRoutes(routes, Object.keys({ ...ownRates, ...options.rates() }))

  const known = createKnownTokens(options.clock, limits.tokensMax)
  const [outer, inner] = [outerOf(options, limits, known), innerOf(options, known)]
  const chain = [...outer, ...inner]
  const serve = compose(
    chain,
    handle({
      ...{ validateResponses: false, ...options, limits },
      ...{ deadlineMs: limits.deadlineMs, work: enterFirst(options) },
    }),
  )
  const exchangeNeeds = { sampleRatio: 0, trustedHops: 0, ...options }
  const offered = options.sockets ?? []
  const { heartbeatMs } = limits
  const sockets = createSockets({ ...options, heartbeatMs, sockets: offered, exchangeNeeds, chain: outer })
  const connections = createConnections({ ...options, sockets }, limits)
  const app: FastifyInstance = createApp({
    ...{ routes, limits, reasons: options.reasons, sockets, exchangeNeeds },
    answer: (exchange) => connections.answer(exchange, serve),
    refuse: (exchange, fault) =>
      connections.answer(
        exchange,
        compose(chain, () => Promise.reject(fault)),
      ),
  })
  const part = httpPart(app, connections, { ...options, limits })
  return { ...part, inject: (request) => app.inject(request), routes, sockets: offered }
}

/** What every request goes through first, a line to be opened too; outermost first. */
function outerOf(
  options: HttpServerOptions,
  limits: HttpLimits,
  knownTokens: KnownTokens,
): readonly Middleware[] {
  const ruleOf = (rateClass: string) => options.rates()[rateClass] ?? ownRates[rateClass]
  return [
    recovery(options),
    requestLog({ observe: () => undefined, ...options, slowMs: limits.slowMs }),
    rateLimit({ ...options, knownTokens, ruleOf, bucketsMax: limits.bucketsMax }),
  ]
}

/** What a request goes through then. */
function innerOf(options: HttpServerOptions, knownTokens: KnownTokens): readonly Middleware[] {
  return [
    cachedRead(),
    authentication({ ...options, knownTokens }),
    authorisation({ foreignReason: 'ROUTE_MISSING', ...options }),
  ]
}
