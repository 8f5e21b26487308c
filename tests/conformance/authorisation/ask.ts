import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Caller } from './people.ts'
import type { Town } from './town.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: object | Uint8Array
  readonly query?: Readonly<Record<string, string>>
  readonly contentType?: string
  readonly key?: string
  /** Where the token goes, bare, instead of Authorization. */
  readonly tokenHeader?: string
}

export interface Told {
  readonly status: number
  readonly body: string
}

/** One request through everything but the socket; of a stream nothing but its head is waited for. */
export async function ask({ http }: Town, caller: Caller | undefined, asked: Asked): Promise<Told> {
  const { method, path, body, query, contentType = 'application/json', key = randomUUID() } = asked
  const isRead = method === 'GET'
  const response = await http.inject({
    method: method as 'GET',
    url: path,
    ...(query && { query }),
    ...(body !== undefined && { payload: body instanceof Uint8Array ? Buffer.from(body) : body }),
    headers: {
      ...(body !== undefined && { 'content-type': contentType }),
      ...(!isRead && { 'idempotency-key': key }),
      ...shown(caller?.authorization, asked.tokenHeader),
    },
    payloadAsStream: true,
  })
  const type = String(response.headers['content-type'])
  const stream = response.stream()
  if (type.startsWith('text/event-stream')) {
    stream.destroy()
    return { status: response.statusCode, body: '' }
  }
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return { status: response.statusCode, body: Buffer.concat(parts).toString() }
}

function shown(authorization: string | undefined, tokenHeader: string | undefined) {
  if (authorization === undefined) return {}
  return tokenHeader === undefined
    ? { authorization }
    : { [tokenHeader]: authorization.replace('Bearer ', '') }
}

/** What a call answers that must succeed. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the API answers is read
export async function made(town: Town, caller: Caller | undefined, asked: Asked): Promise<any> {
  const { status, body } = await ask(town, caller, asked)
  assert.ok(status >= 200 && status < 300, `${asked.method} ${asked.path} answered ${status}: ${body}`)
  return body === '' ? undefined : JSON.parse(body)
}
