import { type CachedBody, cachedBody } from './cached-body.ts'

/** A file of a page as it was built. */
export interface BuiltFile {
  readonly contentType: string
  /** Unquoted; names the content. */
  readonly hash: string
  /** Whether its name changes with its content, so that whoever has it never asks again. */
  readonly isImmutable: boolean
  readonly body: Uint8Array
  /** The same, compressed; absent where that does not make it smaller. */
  readonly gzip?: Uint8Array
  readonly br?: Uint8Array
}

/** Answers a file in the best encoding that a client takes. */
export type AnswerFile = (acceptEncoding: string | undefined) => CachedBody

/** A page may load what its own server has, and nothing else; nobody may frame it or send forms from it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const year = 31_536_000

/** Writes the answers of a file out once. */
export function builtFile(file: BuiltFile): AnswerFile {
  const { contentType, hash, isImmutable } = file
  const cacheControl = isImmutable ? `public, max-age=${year}, immutable` : 'no-cache'
  const guards = {
    'Content-Security-Policy': policy,
    'Referrer-Policy': 'same-origin',
    Vary: 'Accept-Encoding',
  }
  const inEncoding = (encoding: 'br' | 'gzip', body: Uint8Array | undefined) =>
    body &&
    cachedBody({
      ...{ etag: `"${hash}-${encoding}"`, body, contentType, cacheControl },
      headers: { ...guards, 'Content-Encoding': encoding },
    })
  const plain = cachedBody({ etag: `"${hash}"`, body: file.body, contentType, cacheControl, headers: guards })
  const br = inEncoding('br', file.br)
  const gzip = inEncoding('gzip', file.gzip)
  return (acceptEncoding = '') => {
    if (br && takes(acceptEncoding, 'br')) return br
    return gzip && takes(acceptEncoding, 'gzip') ? gzip : plain
  }
}

function takes(acceptEncoding: string, encoding: string): boolean {
  const entry = acceptEncoding.split(',').find((part) => part.split(';')[0]?.trim() === encoding)
  return entry !== undefined && !/;\s*q=0(\.0*)?\s*$/.test(entry)
}
