import type { Cache } from '#kit/cache/cache.ts'
import { createMemoryCache } from '#kit/cache/memory.ts'
import type { Live } from '#kit/config/config.ts'
import type { TokenVerifier } from '#kit/http/identity.ts'
import type { Observe } from '#kit/http/middleware-log.ts'
import { createHttpServer, type HttpServer } from '#kit/http/server.ts'
import type { Readiness } from '#kit/lifecycle/lifecycle.ts'
import type { Service, Surroundings } from '#kit/lifecycle/service.ts'
import type { Limiter } from '#kit/resilience/limiter.ts'
import { createClients } from './clients.ts'
import type { GatewayConfig } from './config.ts'
import { createImages } from './images.ts'
import { createLedger } from './ledger.ts'
import { createMenus } from './menus.ts'
import { noPages, type Pages } from './pages.ts'
import type { Configuration } from './ports.ts'
import { reasons } from './reasons.ts'
import { gatewaySockets } from './routes/sockets.ts'
import { gatewayRoutes } from './routes.ts'
import { createSessions } from './sessions.ts'
import { createSoldOut } from './sold-out.ts'
import { createTokens } from './tokens.ts'

/** What the gateway gets beside the usual: nothing it owns is stored, so no storage. */
export interface GatewaySurroundings extends Omit<Surroundings, 'egress' | 'slowCrypto' | 'jobs' | 'outbox'> {
  readonly configuration: Configuration
  /** What gateways have in common; each has its own where it is absent. */
  readonly cache?: Cache
  /** Keeps the limits that all gateways share; each keeps its own where it is absent. */
  readonly limiter?: Limiter | undefined
  /** What was built of the apps; none where it is absent. */
  readonly pages?: Pages
  /** What /readyz tells of the whole process. */
  readonly readiness?: () => Promise<Readiness>
  /** Counts every request. */
  readonly observe?: Observe
}

/** A gateway: a service whose one part is the HTTP server. */
export interface Gateway extends Service<object> {
  readonly http: HttpServer
}

export function createGateway(around: GatewaySurroundings, config: Live<GatewayConfig>): Gateway {
  const { clock, random, ids, configuration, limiter } = around
  const settings = config.current
  const clients = createClients(around)
  const sessions = createSessions({ ...clients, clock, trustMs: settings.sessionTrustMs })
  const limits = {
    ...{ ttlMs: settings.menuTtlMs, graceMs: settings.menuGraceMs },
    ...{ jitterRatio: settings.menuJitterRatio, entriesMax: settings.menusMax },
  }
  const kept = { clock, random, cache: around.cache ?? createMemoryCache({ clock }), limits }
  const menus = createMenus({ ...clients, ...kept })
  const soldOut = createSoldOut({ ...clients, ...kept })
  const images = createImages({ ...clients, imagesBytesMax: settings.imagesBytesMax })
  const pages = around.pages ?? noPages
  const verifier: TokenVerifier = {
    verify: createTokens({ ...clients, clock, tokenLifeMaxMs: settings.tokenLifeMaxMs }),
    isLive: ({ sessionId }) => sessions.isLive(sessionId),
  }
  const { deadlineMs, lameDuckMs, drainMs, heartbeatMs, slowMs } = settings
  const http = createHttpServer({
    ...around,
    ...settings,
    title: '苍穹外卖',
    version: '1.0.0',
    routes: gatewayRoutes(
      { ...clients, ids, menus, soldOut, images, verifier, configuration, pages },
      settings,
    ),
    sockets: gatewaySockets({ ...clients, verifier, clock }, settings),
    verifier,
    reasons,
    ledger: createLedger(clients),
    rates: () => config.current.rates,
    ...(limiter && { sharedRates: { limiter, classes: settings.sharedRateClasses } }),
    limits: { deadlineMs, lameDuckMs, drainMs, heartbeatMs, slowMs },
    foreignReason: 'SHOP_MISSING',
  })
  const watches = [...sessions.watches, ...menus.watches, ...soldOut.watches]
  return { serves: [], listens: [], watches, timers: {}, parts: [http], http }
}
