import type { Operation } from './operations.ts'
import { type Json, sampleOf } from './schema.ts'
import { tokenFor, type World } from './world.ts'

/** A request before it is written on the wire. */
export interface Draft {
  readonly method: string
  /** Path and query as they are sent. */
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer | null
}

/** What nothing is wrong with. */
export function goodDraft(
  operation: Operation,
  world: World,
  token = tokenFor(world, operation.audience),
): Draft {
  const body = bodyOf(operation, world)
  const headers: [string, string][] = []
  if (token !== undefined) headers.push(['Authorization', `Bearer ${token}`])
  if (body !== null) headers.push(['Content-Type', 'application/json'])
  if (operation.parameters.some(({ name }) => name === 'Idempotency-Key'))
    headers.push(['Idempotency-Key', crypto.randomUUID()])
  const target = asking(targetOf(operation, world), neededQuery(operation, world))
  return { method: operation.method, target, headers, body }
}

/** What an operation must be asked with. */
function neededQuery({ name: operation, parameters }: Operation, { knownTo }: World): string {
  const needed = parameters.filter(({ in: place, required }) => place === 'query' && required)
  return needed.map(({ name }) => `${name}=${encodeURIComponent(String(knownTo(operation)[name]))}`).join('&')
}

/** The target with a query more. */
export function asking(target: string, query: string): string {
  if (query === '') return target
  return `${target}${target.includes('?') ? '&' : '?'}${query}`
}

function bodyOf({ name, body }: Operation, { knownTo }: World): Buffer | null {
  if (body === 'none') return null
  return body === 'raw' ? Buffer.from('{}') : jsonBody(sampleOf(body, knownTo(name)))
}

export const jsonBody = (value: Json) => Buffer.from(JSON.stringify(value))

/** The path with something in place of its parameters, by default what is really there. */
export function targetOf(
  { name: operation, path }: Operation,
  world: World,
  put: Readonly<Record<string, string>> = {},
): string {
  return path.replaceAll(/\{([A-Za-z]+)\}/g, (_, name: string) => put[name] ?? world.idFor(operation, name))
}

/** A draft with a header more, in place of all others of that name. */
export function withHeader(draft: Draft, name: string, ...values: readonly string[]): Draft {
  const others = draft.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return { ...draft, headers: [...others, ...values.map((value) => [name, value] as const)] }
}

/** The request as it goes over the wire. */
export function bytesOf(draft: Draft): Buffer {
  const { body } = draft
  const length = body === null ? [] : [`Content-Length: ${body.length}`]
  const lines = [...draft.headers.map(([name, value]) => `${name}: ${value}`), ...length]
  return Buffer.concat([headOf(draft, lines), body ?? Buffer.alloc(0)])
}

export function headOf({ method, target }: Draft, lines: readonly string[]): Buffer {
  return Buffer.from(
    `${[`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...lines].join('\r\n')}\r\n\r\n`,
    'latin1',
  )
}
