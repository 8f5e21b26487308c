import { type ZodType, z } from 'zod'
import type { Person } from '../context.ts'
import type { Fault } from '../fault.ts'
import type { CachedBody } from './cached-body.ts'
import type { Dialect } from './dialect.ts'
import type { EventStream } from './sse.ts'

/** Who may call: everybody; anyone logged in; customers; employees; only those with one of the roles. */
export type Audience = 'public' | 'any' | 'customer' | 'employee' | { readonly roles: readonly string[] }

/** Whose things it touches: nobody's, the caller's own as the services see it, those of `:shopId`. */
export type Ownership = 'none' | 'own' | 'shop'

/** An answer that is not JSON, by its media type. */
export interface Media {
  readonly media: string
  /** What the bytes say, where they are JSON: for the documentation. */
  readonly shape?: ZodType
}

/** A body taken as the exact bytes received, whatever its type. */
export const rawBody = 'raw' as const

/** For routes without path parameters. */
export const noParams = z.strictObject({})
/** For routes without a query; one that is sent is refused. */
export const noQuery = z.strictObject({})
/** For routes without a body; an empty JSON object passes as none. */
export const noBody = z.strictObject({}).optional()

/** How a body is read: parsed by a schema, or not at all. */
export type BodySchema = ZodType | typeof rawBody

/** What may be answered, by status; errors aside. */
export type Replies = Readonly<Record<number, ZodType | Media>>

/** What a handler gets for a body schema. */
export type BodyOf<B extends BodySchema> = B extends ZodType ? z.output<B> : Uint8Array

/** Handlers may answer what they must not change. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

type ReplyBody<R> = R extends ZodType ? Frozen<z.input<R>> : string | Uint8Array | EventStream

/** What a handler answers: one of the declared statuses with a body of its shape. */
export type Answer<R extends Replies> = {
  readonly [S in keyof R & number]: {
    readonly status: S
    readonly headers?: Readonly<Record<string, string>>
  } & (undefined extends ReplyBody<R[S]> ? { readonly body?: undefined } : { readonly body: ReplyBody<R[S]> })
}[keyof R & number]

/** What a handler is given: everything parsed, the caller known. */
export interface RouteRequest<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly by: Person
  readonly sessionId: string
  /** When the caller's token ends, ms; 0 where there is none. */
  readonly sessionExpiresAt: number
  /** Empty unless the route requires one. */
  readonly idempotencyKey: string
  readonly clientIp: string
  readonly requestId: string
  /** Aborted when the client has gone, the deadline has passed or the server drains a stream. */
  readonly signal: AbortSignal
  /** Names in lower case, values as node joins them. */
  readonly headers: Readonly<Record<string, string>>
}

/** A cheap look for an answer that everyone gets; undefined sends the request down the whole chain. */
export type CachedReader = (params: Readonly<Record<string, string>>) => CachedBody | undefined

interface Declared<P, Q, B, R> {
  /** Unique; the operation's id in OpenAPI. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parameters as `:id`. */
  readonly path: `/${string}`
  readonly summary: string
  /** The area it is listed under. */
  readonly tag: string
  readonly audience: Audience
  readonly ownership: Ownership
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly replies: R
  /** One of the server's rate classes, or `none`. */
  readonly rateClass: string
  readonly idempotency: 'none' | 'required'
  /** What a call leaves: nothing, a line of the log, or the line and, by an employee, an entry first. */
  readonly audit: false | 'line' | 'entry'
  /** What the ledger calls it; its name where absent. */
  readonly act?: string
  /** The longest a call may take; the server's default where absent, Infinity for streams. */
  readonly deadlineMs?: number
  /** The largest body; the server's default where absent. */
  readonly bodyBytesMax?: number
  readonly cached?: CachedReader
  /** Left out of the description of the API: a page, say. */
  readonly unlisted?: boolean
  /** How refusals are worded for clients with a protocol of their own; problem+json where absent. */
  readonly wordFault?: (fault: Fault, status: number) => unknown
  /** For clients older than this API; its own ways where absent. */
  readonly dialect?: Dialect
}

/** A route as it is written: every declaration is required, so none can be forgotten. */
export interface RouteDeclaration<
  P extends ZodType,
  Q extends ZodType,
  B extends BodySchema,
  R extends Replies,
> extends Declared<P, Q, B, R> {
  handler(
    request: RouteRequest<z.output<P>, z.output<Q>, BodyOf<B>>,
  ): Promise<Answer<NoInfer<R>> | CachedBody>
}

/** A route as the server sees it. */
export interface Route extends Declared<ZodType, ZodType, BodySchema, Replies> {
  handler(request: RouteRequest<unknown, unknown, unknown>): Promise<AnyAnswer | CachedBody>
}

/** An answer whose route is not known at compile time. */
export interface AnyAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Declares a route; the schemas type the handler's request and answers. */
export function route<P extends ZodType, Q extends ZodType, B extends BodySchema, const R extends Replies>(
  declaration: RouteDeclaration<P, Q, B, R>,
): Route {
  return declaration as unknown as Route
}

/** A handler's answer; `answer(204)` has no body. */
export function answer<const S extends number>(status: S): { readonly status: S }
export function answer<const S extends number, const B>(
  status: S,
  body: B,
  headers?: Readonly<Record<string, string>>,
): { readonly status: S; readonly body: B; readonly headers?: Readonly<Record<string, string>> }
export function answer(
  status: number,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): AnyAnswer {
  return { status, body, ...(headers && { headers }) }
}

/** Whether HEAD is answered too: a stream has no end to tell the head of. */
export function isHeadable({ method, deadlineMs }: Route): boolean {
  return method === 'GET' && deadlineMs !== Number.POSITIVE_INFINITY
}
