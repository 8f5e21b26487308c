import { type ManualClock, manualClock } from '../clock.ts'
import { Fault } from '../fault.ts'
import { createIds } from '../ids.ts'
import { seededRandom } from '../random.ts'
import type { Log, LogFields } from '../telemetry/log.ts'
import type { Confinement, Identity, TokenVerifier } from './identity.ts'
import { reasonsOf } from './reasons.ts'
import { answer, noBody, noParams, noQuery, type Route, route } from './route.ts'
import { createHttpServer, type HttpServer, type HttpServerOptions } from './server.ts'

export const startedAt = 1_760_000_000_000

export interface Line {
  readonly level: string
  readonly message: string
  readonly fields: LogFields
}

/** A server with a clock that stands still, a log that is kept and tokens that say who they are. */
export interface World {
  readonly server: HttpServer
  readonly clock: ManualClock
  readonly lines: Line[]
  /** How often a token was verified. */
  readonly verified: string[]
  readonly revoked: Set<string>
}

export function createWorld(routes: readonly Route[], options: Partial<HttpServerOptions> = {}): World {
  const clock = manualClock(startedAt)
  const random = seededRandom(7)
  const lines: Line[] = []
  const verified: string[] = []
  const revoked = new Set<string>()
  const verifier: TokenVerifier = {
    async verify(token) {
      verified.push(token)
      return identityOf(token, clock.now())
    },
    isLive: ({ sessionId }) => !revoked.has(sessionId),
  }
  const server = createHttpServer({
    title: 'Test',
    version: '1',
    host: '127.0.0.1',
    port: 0,
    clock,
    random,
    ids: createIds(clock, random),
    log: keptLog(lines),
    verifier,
    reasons: reasonsOf([]),
    rates: () => ({ read: { bucketSize: 1000, refillTokens: 1000 } }),
    validateResponses: true,
    docs: true,
    ...options,
    limits: { lameDuckMs: 0, ...options.limits },
    routes,
  })
  return { server, clock, lines, verified, revoked }
}

/** `customer`, `staff`, `manager` or `newcomer`; anything else is no token. Valid for a minute. */
function identityOf(token: string, now: number): Identity {
  const expiresAt = now + 60_000
  const employee = { kind: 'employee', id: '3', shopId: '1' } as const
  const people = {
    customer: { kind: 'customer', id: '7' },
    staff: { ...employee, roles: ['staff'] },
    manager: { ...employee, roles: ['manager'] },
    newcomer: { ...employee, roles: ['manager'] },
  } as const
  if (!Object.hasOwn(people, token)) throw new Fault('unauthenticated', 'TOKEN_INVALID', 'no such token')
  const identity = { by: people[token as keyof typeof people], sessionId: `session of ${token}`, expiresAt }
  return token === 'newcomer' ? { ...identity, confined } : identity
}

/** A newcomer may only settle in. */
const confined: Confinement = {
  routes: ['settle'],
  refusal: () => new Fault('forbidden', 'ROLE_MISSING', 'settle in first'),
}

export function keptLog(lines: Line[]): Log {
  const keep =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields })
    }
  const log: Log = {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    with: () => log,
  }
  return log
}

/** What the routes of these tests have in common. */
export const plain = {
  method: 'GET',
  tag: 'test',
  summary: 'A test',
  audience: 'public',
  ownership: 'none',
  params: noParams,
  query: noQuery,
  body: noBody,
  rateClass: 'read',
  idempotency: 'none',
  audit: false,
} as const

/** A route that answers nothing but that it was reached. */
export function reached(
  name: string,
  more: Partial<Pick<Route, 'audience' | 'audit' | 'rateClass'>> = {},
): Route {
  return route({
    ...plain,
    ...more,
    name,
    path: `/${name}`,
    replies: { 200: { media: 'text/plain' } },
    handler: async () => answer(200, 'reached'),
  })
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
