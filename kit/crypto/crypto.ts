import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  timingSafeEqual as equalInConstantTime,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'

/** Text (taken as UTF-8) or bytes. */
export type Data = string | Uint8Array

/** An asymmetric key: PEM text or what `keys.ts` makes of it; parsed keys are several times faster. */
export type Key = string | KeyObject

const tagLength = 16
const bytesOf = (data: Data) => (typeof data === 'string' ? Buffer.from(data) : data)

/** SHA-256 as 64 hexadecimal digits in lower case. */
export function sha256Hex(data: Data): string {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * SHA-1 as 40 hexadecimal digits in lower case: only to compare with what others publish, it protects
 * nothing.
 */
export function sha1Hex(data: Data): string {
  return createHash('sha1').update(data).digest('hex')
}

/** MD5 as 32 hexadecimal digits in lower case: only to recognise what others kept, it protects nothing. */
export function md5Hex(data: Data): string {
  return createHash('md5').update(data).digest('hex')
}

/** HMAC-SHA-256, 32 bytes. */
export function hmacSha256(key: Data, data: Data): Uint8Array {
  return createHmac('sha256', key).update(data).digest()
}

/** Compares secrets without telling by its duration where they differ; different lengths are false. */
export function timingSafeEqual(a: Data, b: Data): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)]
  return left.length === right.length && equalInConstantTime(left, right)
}

/** SHA256withRSA (PKCS #1 v1.5), the signature of WeChat Pay v3. Takes about a millisecond for 2048 bits. */
export function rsaSign(privateKey: Key, data: Data): Uint8Array {
  return sign('sha256', bytesOf(data), privateKey)
}

/** Whether `signature` is SHA256withRSA of `data`; a malformed signature is false. */
export function rsaVerify(publicKey: Key, data: Data, signature: Uint8Array): boolean {
  return verify('sha256', bytesOf(data), publicKey, signature)
}

/** Ed25519 signature, 64 bytes. */
export function ed25519Sign(privateKey: Key, data: Data): Uint8Array {
  return sign(null, bytesOf(data), privateKey)
}

/** Whether `signature` is the Ed25519 signature of `data`. */
export function ed25519Verify(publicKey: Key, data: Data, signature: Uint8Array): boolean {
  return verify(null, bytesOf(data), publicKey, signature)
}

/** What seals and opens. */
export interface GcmKey {
  /** 32 bytes. */
  readonly key: Data
  /** 12 bytes, never twice with the same key. */
  readonly nonce: Data
  /** Bound to the sealed text without being part of it. */
  readonly aad?: Data
}

/** AES-256-GCM: the sealed bytes with the 16 bytes of the tag behind them. */
export function aesGcmSeal({ key, nonce, aad = '' }: GcmKey, plain: Data): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', bytesOf(key), bytesOf(nonce))
  cipher.setAAD(bytesOf(aad))
  return Buffer.concat([cipher.update(bytesOf(plain)), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `aesGcmSeal` made; undefined where key, nonce, aad or a single bit is another. */
export function aesGcmOpen({ key, nonce, aad = '' }: GcmKey, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < tagLength) return undefined
  const end = sealed.length - tagLength
  const cipher = createDecipheriv('aes-256-gcm', bytesOf(key), bytesOf(nonce), { authTagLength: tagLength })
  cipher.setAAD(bytesOf(aad))
  cipher.setAuthTag(sealed.subarray(end))
  const head = cipher.update(sealed.subarray(0, end))
  try {
    return Buffer.concat([head, cipher.final()])
  } catch (error) {
    if (error instanceof Error && error.message.includes('authenticate data')) return undefined
    throw error
  }
}

/** Base64 with padding, as HTTP headers carry it. */
export function base64(data: Data): string {
  return Buffer.from(bytesOf(data)).toString('base64')
}

/** The bytes of base64 text; what is not base64 is left out. */
export function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

/** Base64url without padding, as tokens and cursors carry it. */
export function base64url(data: Data): string {
  return Buffer.from(bytesOf(data)).toString('base64url')
}

/** The bytes of base64url text; what is not base64url is left out. */
export function fromBase64url(text: string): Uint8Array {
  return Buffer.from(text, 'base64url')
}
