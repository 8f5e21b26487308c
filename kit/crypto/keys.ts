import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { assert } from '../assert.ts'
import type { Random } from '../random.ts'

/** Both halves of an asymmetric key as PEM text (PKCS #8 and SPKI). */
export interface KeyPair {
  readonly privatePem: string
  readonly publicPem: string
}

const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Parses a private key once, so that signing need not. */
export function readPrivateKey(pem: string): KeyObject {
  return createPrivateKey(pem)
}

/** Parses a public key, or the one in an X.509 certificate. */
export function readPublicKey(pem: string): KeyObject {
  return createPublicKey(pem)
}

/** A fresh Ed25519 pair; the same bytes make the same pair. */
export function generateEd25519(random: Random): KeyPair {
  return ed25519FromSeed(random.bytes(32))
}

/** The Ed25519 pair that belongs to a secret of 32 bytes. */
export function ed25519FromSeed(seed: Uint8Array): KeyPair {
  assert(seed.length === 32, 'an Ed25519 seed has 32 bytes')
  const key = createPrivateKey({ key: Buffer.concat([ed25519Prefix, seed]), format: 'der', type: 'pkcs8' })
  return pairOf(key)
}

/** A fresh RSA pair, made off the main thread. */
export async function generateRsa(bits = 2048): Promise<KeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: bits })
  return pairOf(privateKey)
}

function pairOf(key: KeyObject): KeyPair {
  return {
    privatePem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  }
}
