import { base64url, ed25519Sign, type Key, sha256Hex } from '#kit/crypto/crypto.ts'
import { readPrivateKey, readPublicKey } from '#kit/crypto/keys.ts'
import type { Tokens } from './ports.ts'

export interface TokenKeys {
  /** Ed25519 private key, PKCS #8 PEM. */
  readonly signingKey: string
  /** Public or private PEM of keys that no longer sign but whose tokens may still be in use. */
  readonly retiredKeys: readonly string[]
}

interface PublicJwk {
  readonly kty: string
  readonly crv: string
  readonly x: string
  readonly kid: string
  readonly use: 'sig'
  readonly alg: 'EdDSA'
}

interface Prepared {
  readonly keys: TokenKeys
  readonly signingKey: Key
  /** The token's first part, the same for every token. */
  readonly header: string
  readonly jwks: string
}

/** Access tokens: JWT signed with Ed25519. Keys that change are prepared again at the next use. */
export function createTokens(keys: () => TokenKeys): Tokens {
  let prepared = prepare(keys())
  const current = () => {
    if (prepared.keys !== keys()) prepared = prepare(keys())
    return prepared
  }
  return {
    mint(claims) {
      const { header, signingKey } = current()
      const signed = `${header}.${base64url(JSON.stringify(claims))}`
      return `${signed}.${base64url(ed25519Sign(signingKey, signed))}`
    },
    jwks: () => current().jwks,
  }
}

function prepare(keys: TokenKeys): Prepared {
  const signing = publicJwk(keys.signingKey)
  const header = base64url(JSON.stringify({ alg: 'EdDSA', typ: 'JWT', kid: signing.kid }))
  const jwks = JSON.stringify({ keys: [signing, ...keys.retiredKeys.map(publicJwk)] })
  return { keys, signingKey: readPrivateKey(keys.signingKey), header, jwks }
}

function publicJwk(pem: string): PublicJwk {
  const { kty = '', crv = '', x = '' } = readPublicKey(pem).export({ format: 'jwk' })
  if (crv !== 'Ed25519') throw new Error('access tokens are signed with Ed25519 keys only')
  return { kty, crv, x, kid: thumbprint(crv, kty, x), use: 'sig', alg: 'EdDSA' }
}

/** RFC 7638: the hash of the key's required members in alphabetical order. */
function thumbprint(crv: string, kty: string, x: string): string {
  return base64url(Buffer.from(sha256Hex(JSON.stringify({ crv, kty, x })), 'hex'))
}
