import { type ZodType, z } from 'zod'
import { Fault } from '../fault.ts'
import { type BodyLimits, isKeepable, readBytes, readJson } from './body.ts'
import type { Exchange } from './exchange.ts'
import type { Language } from './language.ts'
import { type InputError, Refusal } from './refusal.ts'
import { noBody, type Route, rawBody } from './route.ts'

/** Everything a handler is given that came from the client, parsed by the route's schemas. */
export async function readInput(exchange: Exchange, limits: BodyLimits) {
  const { route, language } = exchange
  const bodyLimits = { ...limits, bodyBytesMax: route.bodyBytesMax ?? limits.bodyBytesMax }
  const idempotencyKey = route.idempotency === 'required' ? readKey(exchange.header('idempotency-key')) : ''
  const params = parse(route.params, readParams(exchange.params), { in: 'path', language })
  const query = parse(route.query, readQuery(exchange.query), { in: 'query', language })
  if (isBodiless(route)) return { params, query, body: undefined, idempotencyKey }
  const jsonLimits = { ...bodyLimits, isTypeFree: route.dialect !== undefined }
  const body =
    route.body === rawBody
      ? await readBytes(exchange.request, bodyLimits)
      : parse(route.body, await readJson(exchange.request, jsonLimits), { in: 'body', language })
  return { params, query, body, idempotencyKey }
}

/** Whether a body, if one came, is nobody's business. */
function isBodiless({ method, body, dialect }: Route): boolean {
  return method === 'GET' || (dialect !== undefined && body === noBody)
}

interface Place {
  readonly in: InputError['in']
  readonly language: Language
}

const errorsMax = 20
const words = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError }

function parse(schema: ZodType, value: unknown, place: Place): unknown {
  const result = schema.safeParse(value, { error: words[place.language] })
  if (result.success) return result.data
  const errors = result.error.issues.slice(0, errorsMax).map((issue) => ({
    in: place.in,
    pointer: issue.path.map((step) => `/${escapeStep(String(step))}`).join(''),
    detail: issue.message.slice(0, 200),
  }))
  const [reason, message] =
    place.in === 'body'
      ? ['BODY_INVALID', 'The body of the request is not valid']
      : ['PARAMETER_INVALID', 'A parameter of the request is not valid']
  throw new Refusal('invalid', reason, message, { errors })
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

function readParams(params: Exchange['params']): unknown {
  for (const text of Object.values(params)) requireKeepable(text)
  return { ...params }
}

/** Name to text; a name given twice becomes a list, which only a schema that wants one accepts. */
function readQuery(query: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name, text] = splitPair(pair)
    if (name in Object.prototype) throw badParameter('A parameter has a forbidden name')
    const before = found[name]
    found[name] = before === undefined ? text : [...(Array.isArray(before) ? before : [before]), text]
  }
  return found
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
}

function decode(text: string): string {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    requireKeepable(decoded)
    return decoded
  } catch (cause) {
    throw cause instanceof Fault ? cause : badParameter('The query is not percent-encoded UTF-8')
  }
}

function requireKeepable(text: string): void {
  if (!isKeepable(text)) throw badParameter('A parameter holds characters that are not allowed')
}

function badParameter(message: string): Fault {
  return new Fault('invalid', 'PARAMETER_INVALID', message)
}

function readKey(key: string | undefined): string {
  if (key !== undefined && /^[\x21-\x7e]{1,128}$/.test(key)) return key
  const message = 'An Idempotency-Key of 1 to 128 visible ASCII characters is required'
  throw new Fault('invalid', 'IDEMPOTENCY_KEY_INVALID', message)
}
