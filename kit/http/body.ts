import type { IncomingMessage } from 'node:http'
import { Fault } from '../fault.ts'
import { Refusal } from './refusal.ts'

export interface BodyLimits {
  readonly bodyBytesMax: number
  readonly jsonDepthMax: number
  readonly arrayItemsMax: number
}

export interface JsonLimits extends BodyLimits {
  /** Whether it may call itself something else than JSON. */
  readonly isTypeFree?: boolean
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Whether the request says that a body follows. */
export function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  return headers['content-length'] !== undefined && headers['content-length'] !== '0'
}

/** The bytes of the body, at most `bodyBytesMax`; more is refused without reading on. */
export async function readBytes(request: IncomingMessage, { bodyBytesMax }: BodyLimits): Promise<Buffer> {
  if (!hasBody(request)) return Buffer.alloc(0)
  if (request.headers['content-encoding'] !== undefined) throw unsupported('A body is taken unencoded only')
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) throw tooLarge(bodyBytesMax)
  const chunks: Buffer[] = []
  let received = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length
      if (received > bodyBytesMax) throw tooLarge(bodyBytesMax)
      chunks.push(chunk)
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('invalid', 'BODY_INVALID', 'The body of the request ended early', { cause })
  }
  return Buffer.concat(chunks, received)
}

/** The JSON body, undefined where there is none. Refuses what no honest client sends, with a reason. */
export async function readJson(request: IncomingMessage, limits: JsonLimits): Promise<unknown> {
  if (!hasBody(request)) return undefined
  if (!limits.isTypeFree) requireJson(request.headers['content-type'])
  const bytes = await readBytes(request, limits)
  if (bytes.length === 0) return undefined
  const value = parseJson(bytes)
  checkTree(value, limits, 1)
  return value
}

function requireJson(contentType: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  if (type !== 'application/json' || !isUtf8) throw unsupported('The body must be application/json in UTF-8')
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch (cause) {
    throw invalid('The body is not valid JSON', cause)
  }
}

function checkTree(value: unknown, limits: BodyLimits, depth: number): void {
  if (typeof value === 'string') checkText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth > limits.jsonDepthMax) throw invalid(`The body nests deeper than ${limits.jsonDepthMax} levels`)
  if (Array.isArray(value)) {
    if (value.length > limits.arrayItemsMax)
      throw invalid(`A list has more than ${limits.arrayItemsMax} items`)
    for (const item of value) checkTree(item, limits, depth + 1)
    return
  }
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
      throw invalid('The body has a forbidden name in it')
    }
    checkText(key)
    checkTree(item, limits, depth + 1)
  }
}

/** Databases keep neither NUL nor half a surrogate pair as they were sent. */
export function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function checkText(text: string): void {
  if (!isKeepable(text)) throw invalid('A text in the body holds characters that are not allowed')
}

function invalid(message: string, cause?: unknown): Fault {
  return new Fault('invalid', 'BODY_INVALID', message, { cause })
}

function unsupported(message: string): Fault {
  return new Fault('invalid', 'MEDIA_TYPE_UNSUPPORTED', message)
}

function tooLarge(bytesMax: number): Refusal {
  return new Refusal('invalid', 'BODY_TOO_LARGE', `The body is larger than ${bytesMax} bytes`)
}
