import { base64, fromBase64, type Key, rsaVerify } from '#kit/crypto/crypto.ts'
import type { Header } from '../ports.ts'
import { scheme } from './signing.ts'

/** What a message says about who sent it and when. */
export interface Proof {
  /** Which key signed: a certificate's serial number or PUB_KEY_ID_…. */
  readonly serial: string
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly signatureType: string
}

const freshnessMs = 300_000

/** Reads the proof out of headers; a header that is there twice counts as absent. */
export function proofIn(headers: readonly Header[]): Proof {
  const one = (name: string) => {
    const found = headers.filter((header) => header.name.toLowerCase() === name)
    return found.length === 1 ? (found[0]?.value ?? '') : ''
  }
  return {
    serial: one('wechatpay-serial'),
    timestamp: one('wechatpay-timestamp'),
    nonce: one('wechatpay-nonce'),
    signature: one('wechatpay-signature'),
    signatureType: one('wechatpay-signature-type') || scheme,
  }
}

/** Whether the owner of `key` signed exactly these bytes within five minutes of `now`. */
export function isAuthentic(proof: Proof, body: Uint8Array, key: Key, now: number): boolean {
  const { timestamp, nonce, signature, signatureType } = proof
  if (signatureType !== scheme || !/^\d{1,12}$/.test(timestamp) || nonce === '') return false
  if (Math.abs(now - Number(timestamp) * 1000) >= freshnessMs) return false
  const bytes = fromBase64(signature)
  // Base64 can be written in several ways; only the one that was sent counts.
  if (base64(bytes) !== signature) return false
  return rsaVerify(key, signedBytes(timestamp, nonce, body), bytes)
}

/** The body as raw bytes: parsing and writing it again would change it. */
function signedBytes(timestamp: string, nonce: string, body: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(`${timestamp}\n${nonce}\n`)
  const message = new Uint8Array(head.length + body.length + 1)
  message.set(head)
  message.set(body, head.length)
  message[message.length - 1] = 10
  return message
}
