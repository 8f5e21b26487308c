import { generateKeyPairSync } from 'node:crypto'
import type { DescService } from '@bufbuild/protobuf'
import { CompactSign, importJWK } from 'jose'
import { type ManualClock, manualClock } from '#kit/clock.ts'
import { fixedConfig } from '#kit/config/config.ts'
import { Fault } from '#kit/fault.ts'
import { createIds } from '#kit/ids.ts'
import { seededRandom } from '#kit/random.ts'
import type { Client } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import type { Clients } from './clients.ts'
import { gatewayConfig } from './config.ts'
import type { Configuration } from './ports.ts'
import { createGateway, type Gateway, type GatewaySurroundings } from './service.ts'

type Stubs = { readonly [Name in keyof Clients]?: Partial<Clients[Name]> }

export interface GatewayWorld {
  readonly gateway: Gateway
  readonly clock: ManualClock
  /** Every call that reached a stub, as `order.getOrder`. */
  readonly calls: string[]
  token(who: Who, changes?: object): Promise<string>
}

export type Who = 'customer' | 'cashier' | 'kitchen' | 'finance' | 'staff' | 'manager'

/** When a world begins. */
export const startedAt = 1_760_000_000_000
const plenty = { bucketSize: 1e9, refillTokens: 1e9 }
const rateClasses = ['read', 'write', 'login', 'stream', 'notify', 'page', 'unrouted']

/** A gateway before stubs: what a test does not stub is missing. */
export function createGatewayWorld(
  stubs: Stubs = {},
  config: object = {},
  configuration: Configuration = noConfiguration,
): GatewayWorld {
  const clock = manualClock(startedAt)
  const random = seededRandom(11)
  const calls: string[] = []
  const user = { ...keyStub, ...userStub, ...stubs.user }
  const all: Record<string, object> = { ...stubs, user }
  const around: GatewaySurroundings = {
    clock,
    random,
    ids: createIds(clock, random),
    log: silentLog,
    configuration,
    client: (service) => stubClient(service, all[nameOf(service)] ?? {}, calls),
  }
  const rates = Object.fromEntries(rateClasses.map((name) => [name, plenty]))
  const values = gatewayConfig.parse({ validateResponses: true, docs: true, rates, ...config })
  return {
    gateway: createGateway(around, fixedConfig(values)),
    clock,
    calls,
    token: (who, changes) => sign({ ...claimsOf(who, clock.now()), ...changes }),
  }
}

/** An installation without processes, whose document is empty. */
const noConfiguration: Configuration = {
  instances: async () => [],
  document: { name: 'none', current: null, change: async () => undefined },
}

const userStub = {
  findRevokedSessions: async () => ({ revokedIds: [] }),
  recordAct: async () => ({ seq: 1 }),
}

const nameOf = (service: DescService) => service.typeName.split('.')[1] ?? ''

function stubClient<S extends DescService>(service: S, stubs: object, calls: string[]): Client<S> {
  const methods = service.methods.map(({ localName, methodKind }) => {
    const call = (request: unknown) => {
      calls.push(`${nameOf(service)}.${localName}`)
      const stub = (stubs as Record<string, ((request: unknown) => unknown) | undefined>)[localName]
      if (stub) return stub(request)
      return methodKind === 'server_streaming' ? nothing() : Promise.reject(missing())
    }
    return [localName, call]
  })
  return Object.fromEntries(methods) as Client<S>
}

function nothing(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(missing()) }) }
}

const missing = () => new Fault('missing', 'ORDER_MISSING', 'there is no such thing here')

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const kid = 'test-key'
export const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }
const keyStub = { getVerificationKeys: async () => ({ jwks: JSON.stringify({ keys: [publicJwk] }) }) }

const header = { alg: 'EdDSA', typ: 'JWT', kid }

/** Signs claims as the user service does; `changes` make the header wrong. */
export async function sign(claims: object, changes: object = {}, key?: Uint8Array): Promise<string> {
  const signing = key ?? (await importJWK(privateKey.export({ format: 'jwk' }), 'EdDSA'))
  const payload = new TextEncoder().encode(JSON.stringify(claims))
  return new CompactSign(payload).setProtectedHeader({ ...header, ...changes }).sign(signing)
}

export function claimsOf(who: Who, now: number) {
  const seconds = Math.floor(now / 1000)
  const times = { iat: seconds, exp: seconds + 600 }
  if (who === 'customer') return { sub: '7', kind: 'customer', sid: 's-customer', ...times }
  return { sub: '3', kind: 'employee', sid: `s-${who}`, shop: '1', roles: rolesOf(who), ...times }
}

export function rolesOf(who: Who): readonly string[] {
  if (who === 'customer') return []
  return who === 'manager' ? ['manager', 'staff'] : [who]
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
