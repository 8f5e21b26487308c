import { base64url, fromBase64url, hmacSha256, sha256Hex } from '#kit/crypto/crypto.ts'
import type { Random } from '#kit/random.ts'
import type { Secrets } from './ports.ts'

const tokenBytes = 32
/** Without what is easily taken for something else. */
const readable = '23456789abcdefghjkmnpqrstuvwxyz'
const passwordLength = 12

/** `codeSecret` keys the hashes of phone codes: six digits alone would be found by trying them all. */
export function createSecrets(random: Random, codeSecret: () => string): Secrets {
  return {
    drawCode: () => String(random.below(1_000_000)).padStart(6, '0'),
    drawPassword: () =>
      Array.from({ length: passwordLength }, () => readable[random.below(readable.length)]).join(''),
    hashCode: (phone, code) => base64url(hmacSha256(codeSecret(), `${phone}:${code}`)),
    drawToken: () => base64url(random.bytes(tokenBytes)),
    hashToken: (token) => sha256Hex(token),
    seal: (next, token) => base64url(mask(fromBase64url(next), token)),
    unseal: (sealed, token) => base64url(mask(fromBase64url(sealed), token)),
  }
}

/** A one-time pad: `token` is random, as long as what it covers, and never covers anything else. */
function mask(bytes: Uint8Array, token: string): Uint8Array {
  const pad = hmacSha256(token, 'successor')
  return bytes.map((byte, at) => byte ^ (pad[at] ?? 0))
}
