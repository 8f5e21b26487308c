import { aesGcmSeal, fromBase64, rsaSign, rsaVerify } from '#kit/crypto/crypto.ts'
import { readPrivateKey } from '#kit/crypto/keys.ts'
import type { Random } from '#kit/random.ts'
import type { Keys, PlatformKey } from './keys.ts'

/** A refusal in the provider's words. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface SignedRequest {
  readonly method: string
  /** Path and query exactly as sent. */
  readonly target: string
  readonly authorization: string
  readonly body: string
}

const freshnessMs = 300_000
const scheme = 'WECHATPAY2-SHA256-RSA2048'

/** Refuses what the merchant has not signed, or not within five minutes. */
export function verifyMerchant(keys: Keys, request: SignedRequest, now: number): void {
  const refuse = (why: string) => new Refusal(401, 'SIGN_ERROR', why)
  const [type = '', ...rest] = request.authorization.split(' ')
  if (type !== scheme) throw refuse('Http头Authorization值格式错误')
  const fields = new Map(
    [...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  )
  const field = (name: string) => fields.get(name) ?? ''
  if (field('mchid') !== keys.mchid) throw refuse('商户号不匹配')
  if (field('serial_no') !== keys.merchant.serial) throw refuse('商户证书序列号有误')
  const sentAt = Number(field('timestamp')) * 1000
  if (!(Math.abs(now - sentAt) < freshnessMs))
    throw refuse('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  const message = linesOf(
    request.method,
    request.target,
    field('timestamp'),
    field('nonce_str'),
    request.body,
  )
  if (!rsaVerify(keys.merchant.publicPem, message, fromBase64(field('signature')))) throw refuse('验签失败')
}

/** The headers by which the platform proves that a body is its own. */
export function platformHeaders(
  key: PlatformKey,
  body: string | Uint8Array,
  occasion: { readonly now: number; readonly random: Random },
): Record<string, string> {
  const timestamp = String(Math.floor(occasion.now / 1000))
  const nonce = hexOf(occasion.random, 16)
  const message = Buffer.concat([
    Buffer.from(`${timestamp}\n${nonce}\n`),
    Buffer.from(body),
    Buffer.from('\n'),
  ])
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': Buffer.from(rsaSign(privateKeyOf(key), message)).toString('base64'),
    'Wechatpay-Signature-Type': scheme,
    'Wechatpay-Serial': key.id,
  }
}

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM'
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data: string
}

/** Seals a text for the merchant with its APIv3 key. */
export function seal(keys: Keys, plain: string, aad: string, random: Random): Sealed {
  const nonce = hexOf(random, 6)
  const sealed = aesGcmSeal({ key: keys.apiV3Key, nonce, aad }, plain)
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.from(sealed).toString('base64'),
    nonce,
    associated_data: aad,
  }
}

export function hexOf(random: Random, bytes: number): string {
  return Buffer.from(random.bytes(bytes)).toString('hex')
}

/** 2024-06-01T12:30:00+08:00 */
export function timeText(instant: number): string {
  return `${new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

const parsedKeys = new WeakMap<PlatformKey, ReturnType<typeof readPrivateKey>>()

/** Parsed once: parsing costs as much as signing. */
function privateKeyOf(key: PlatformKey) {
  const parsed = parsedKeys.get(key) ?? readPrivateKey(key.privatePem)
  parsedKeys.set(key, parsed)
  return parsed
}

const linesOf = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
