import type { Cache } from '#kit/cache/cache.ts'
import { createTiers } from '#kit/cache/tiers.ts'
import type { Clock } from '#kit/clock.ts'
import { Fault } from '#kit/fault.ts'
import { type CachedBody, cachedBody } from '#kit/http/cached-body.ts'
import type { Random } from '#kit/random.ts'
import { asGateway } from './clients.ts'

/** JSON about a shop that everybody reads, kept for a moment, here and for the other gateways. */
export interface Documents {
  /** The document if it is at hand and fresh. */
  find(shopId: string): CachedBody | undefined
  /** The document, asked for once however many wait. Throws SHOP_MISSING, which is remembered too. */
  load(shopId: string): Promise<CachedBody>
  /** What is kept is stale. */
  readonly drop: (changed: { readonly shopId: string }) => void
}

/** A document as it is made. */
export interface Document {
  /** Strong and quoted. */
  readonly etag: string
  readonly body: Uint8Array
  /** When it changes by time alone; 0: never. */
  readonly freshUntil: number
}

export interface DocumentLimits {
  readonly ttlMs: number
  /** How long after that a document is served where its service cannot be asked. */
  readonly graceMs: number
  readonly jitterRatio: number
  readonly entriesMax: number
}

export interface DocumentNeeds {
  readonly cache: Cache
  readonly clock: Clock
  readonly random: Random
  readonly limits: DocumentLimits
}

/** `ask` gets a shop's document of its service; what is missing there is remembered as missing. */
export function createDocuments(
  name: string,
  ask: (shopId: string) => Promise<Document>,
  { limits, ...needs }: DocumentNeeds,
): Documents {
  const cacheControl = `public, max-age=${Math.floor(limits.ttlMs / 1000)}`
  const serve = (document: Kept) => served(document, cacheControl)
  const tiers = createTiers<CachedBody>({
    ...{ ...needs, name },
    source: (shopId) => askFor(() => ask(shopId), serve),
    codec: { encode, decode: (bytes) => serve(decode(bytes)) },
    limits: { ...limits, absentMs: limits.ttlMs },
  })
  return {
    find: (shopId) => tiers.find(shopId),
    async load(shopId) {
      const document = await tiers.load(shopId)
      if (document === undefined) throw new Fault('missing', 'SHOP_MISSING', 'There is no such shop')
      return document
    },
    drop: ({ shopId }) => void tiers.invalidate(shopId),
  }
}

type Kept = Pick<Document, 'etag' | 'body'>

async function askFor(ask: () => Promise<Document>, serve: (document: Kept) => CachedBody) {
  try {
    const document = await asGateway(ask)
    const { freshUntil } = document
    return { value: serve(document), ...(freshUntil > 0 && { freshUntil }) }
  } catch (error) {
    if (error instanceof Fault && error.kind === 'missing') return { value: undefined }
    throw error
  }
}

function served({ etag, body }: Kept, cacheControl: string): CachedBody {
  const contentType = 'application/json; charset=utf-8'
  return cachedBody({ etag, body: Buffer.from(body), contentType, cacheControl })
}

const newline = 0x0a

/** The ETag, a newline and the body. */
function encode({ etag, full: { body } }: CachedBody): Uint8Array {
  if (!(body instanceof Uint8Array)) throw new Error('a document is kept whole')
  return Buffer.concat([Buffer.from(`${etag}\n`), body])
}

function decode(bytes: Uint8Array): Kept {
  const end = bytes.indexOf(newline)
  const etag = Buffer.from(bytes.subarray(0, Math.max(0, end))).toString()
  if (!/^"[\x21\x23-\x7e]+"$/.test(etag)) throw new Error('not a document')
  return { etag, body: bytes.subarray(end + 1) }
}
