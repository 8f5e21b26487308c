import { flatten, type Reply } from './reply.ts'

/** An answer kept whole, with its headers written out beforehand. */
export interface CachedBody {
  readonly etag: string
  readonly full: Reply
  readonly notModified: Reply
}

export interface CachedBodyOptions {
  /** Strong and quoted. */
  readonly etag: string
  readonly body: Uint8Array
  readonly contentType: string
  readonly cacheControl: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Writes the headers of an answer out once, for every time it is sent. */
export function cachedBody(options: CachedBodyOptions): CachedBody {
  const validators = ['ETag', options.etag, 'Cache-Control', options.cacheControl]
  const headers = [
    ...['Content-Type', options.contentType, 'Content-Length', String(options.body.byteLength)],
    ...[...validators, 'X-Content-Type-Options', 'nosniff'],
    ...flatten(options.headers),
  ]
  return {
    etag: options.etag,
    full: { status: 200, headers, body: options.body, isShared: true },
    notModified: { status: 304, headers: validators, body: undefined, isShared: true },
  }
}

/** The whole answer, or 304 for a client that holds it already. */
export function answerCached(cached: CachedBody, ifNoneMatch: string | undefined): Reply {
  return ifNoneMatch !== undefined && holds(ifNoneMatch, cached.etag) ? cached.notModified : cached.full
}

/** Tells an answer kept whole from one that a handler made. */
export function isCachedBody(answer: object): answer is CachedBody {
  return 'notModified' in answer
}

function holds(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true
  return ifNoneMatch.split(',').some((entry) => entry.trim().replace(/^W\//, '') === etag)
}
