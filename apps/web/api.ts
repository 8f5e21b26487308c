import { heardDate } from './clock.ts'
import { type Operations, operations } from './gen/operations.ts'
import { problemIn, unreachable } from './problem.ts'
import type { SessionKeeper } from './session.ts'

export type OperationName = keyof Operations
export type RequestOf<N extends OperationName> = Operations[N]['request']
export type ReplyOf<N extends OperationName> = Operations[N]['reply']

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  /** Names what must be done once, however often it is asked for. */
  readonly key?: string
}

/** Nothing has to be said where a route takes nothing. */
type Given<N extends OperationName> =
  object extends RequestOf<N> ? [request?: RequestOf<N>] : [request: RequestOf<N>]

/** Calls a route of the API by its name. Throws a Problem. */
export type Call = <N extends OperationName>(name: N, ...given: Given<N>) => Promise<ReplyOf<N>>

const deadlineMs = 15_000

/** `language` is asked at every call, so that refusals come in the language of the moment. */
export function createCall(session: SessionKeeper, language: () => string): Call {
  return async (name, ...[given]) => {
    const request = (given ?? {}) as AnyRequest
    const token = await session.token()
    let response = await send(name, request, { token, language: language() })
    // A token that was revoked, or that a wrong clock took for good, may have a successor.
    if (response.status === 401 && token !== undefined) {
      const next = await session.tokenAfter(token)
      if (next !== undefined) response = await send(name, request, { token: next, language: language() })
      if (response.status === 401) session.forget()
    }
    heardDate(response.headers.get('date'))
    if (!response.ok) throw await problemIn(response)
    return (await readReply(response)) as never
  }
}

function send(
  name: OperationName,
  request: AnyRequest,
  caller: { token?: string | undefined; language: string },
) {
  const [method = '', path = ''] = operations[name].split(' ')
  const { body, key } = request
  const isJson = body !== undefined && !(body instanceof Blob)
  return fetch(addressOf(path, request), {
    method,
    // What the browser has kept is asked about: an old menu is worse than a short wait.
    cache: 'no-cache',
    headers: {
      'accept-language': caller.language,
      ...(isJson && { 'content-type': 'application/json' }),
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    signal: AbortSignal.timeout(deadlineMs),
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as Blob) }),
  }).catch(() => {
    throw unreachable()
  })
}

/** The address of a call: its path with the parameters in their places, and the query. */
export function addressOf(path: string, { params = {}, query = {} }: AnyRequest): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))
  const asked = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked)}`
}

async function readReply(response: Response): Promise<unknown> {
  if (response.status === 204) return null
  const media = response.headers.get('content-type') ?? ''
  if (media.startsWith('application/json')) return response.json()
  return media.startsWith('text/') ? response.text() : response.blob()
}

/** Names a wish, so that pressing twice or trying again obeys it once. */
export function newKey(): string {
  return crypto.randomUUID()
}
