import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Ids } from '../ids.ts'
import type { Random } from '../random.ts'
import type { Bucket, BucketRule } from '../resilience/token-bucket.ts'
import { readTraceparent } from '../telemetry/trace.ts'
import { anonymous, type Identity } from './identity.ts'
import { type Language, languageOf } from './language.ts'
import type { Route } from './route.ts'

export interface ExchangeNeeds {
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  /** The share of requests without a trace of their own that is sampled, 0 to 1. */
  readonly sampleRatio: number
  /** How many proxies in front are ours: X-Forwarded-For counts only that far. */
  readonly trustedHops: number
}

type Trace = Pick<Context, 'traceId' | 'spanId' | 'sampled'>

/** One request and what the chain has learnt of it. Ids and trace are made when somebody asks for them. */
export class Exchange {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly startedAt: number
  /** What the rate limit found; told in headers unless the answer is shared. */
  limited: { readonly rule: BucketRule; readonly bucket: Bucket } | undefined
  identity: Identity = anonymous
  readonly #needs: ExchangeNeeds
  #requestId: string | undefined
  #trace: Trace | undefined
  #isSampled: boolean | undefined
  #clientIp: string | undefined
  #abort: AbortController | undefined

  constructor(
    needs: ExchangeNeeds,
    route: Route,
    raw: { request: IncomingMessage; response: ServerResponse },
    params: Exchange['params'],
  ) {
    this.#needs = needs
    this.route = route
    this.request = raw.request
    this.response = raw.response
    this.params = params
    this.startedAt = needs.clock.now()
  }

  /** What the client called the request, if it did so sensibly; else a fresh UUIDv7. */
  get requestId(): string {
    this.#requestId ??= given(this.header('x-request-id')) ?? this.#needs.ids.uuid()
    return this.#requestId
  }

  /** The client's trace with a span of our own, or a new trace. */
  get trace(): Trace {
    this.#trace ??= this.#beginTrace()
    return this.#trace
  }

  /** Known before there is a trace: a cached hit that nobody samples needs none. */
  get isSampled(): boolean {
    if (this.request.headers.traceparent !== undefined) return this.trace.sampled
    this.#isSampled ??= isDrawn(this.#needs)
    return this.#isSampled
  }

  /** Ends whatever works for this exchange. */
  get abort(): AbortController {
    this.#abort ??= new AbortController()
    return this.#abort
  }

  get language(): Language {
    return languageOf(this.header('accept-language'))
  }

  get clientIp(): string {
    this.#clientIp ??= clientIpOf(this.request, this.#needs.trustedHops)
    return this.#clientIp
  }

  /** The query without its question mark; empty where there is none. */
  get query(): string {
    const { url = '' } = this.request
    const at = url.indexOf('?')
    return at < 0 ? '' : url.slice(at + 1)
  }

  /** What the client shows to be let in: its Authorization, or the token where the route's dialect has it. */
  get credentials(): string | undefined {
    const { authorization } = this.request.headers
    const { dialect } = this.route
    if (authorization !== undefined || dialect === undefined) return authorization
    const token = this.header(dialect.tokenHeader)
    return token === undefined ? undefined : `Bearer ${token}`
  }

  /** The bearer token as sent; undefined where there is none. */
  get token(): string | undefined {
    const { credentials } = this
    return credentials === undefined ? undefined : /^Bearer +([\x21-\x7e]+)$/i.exec(credentials)?.[1]
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  #beginTrace(): Trace {
    const spanId = hexOf(this.#needs.random, 8)
    const parent = readTraceparent(this.header('traceparent') ?? '')
    if (parent) return { ...parent, spanId }
    this.#isSampled ??= isDrawn(this.#needs)
    return { traceId: hexOf(this.#needs.random, 16), spanId, sampled: this.#isSampled }
  }
}

function given(requestId: string | undefined): string | undefined {
  return requestId !== undefined && /^[A-Za-z0-9._:-]{1,64}$/.test(requestId) ? requestId : undefined
}

function isDrawn({ random, sampleRatio }: ExchangeNeeds): boolean {
  return sampleRatio > 0 && random.below(10_000) < sampleRatio * 10_000
}

function hexOf(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(bytes)).toString('hex')
}

/** The address the outermost of our own proxies saw; the socket's where no proxy is ours. */
function clientIpOf(request: IncomingMessage, trustedHops: number): string {
  const socketIp = request.socket.remoteAddress ?? ''
  const forwarded = request.headers['x-forwarded-for']
  if (trustedHops === 0 || forwarded === undefined) return socketIp
  const hops = String(forwarded).split(',')
  return hops[Math.max(0, hops.length - trustedHops)]?.trim().slice(0, 45) || socketIp
}
