import { z } from 'zod'
import { aesGcmOpen, fromBase64 } from '#kit/crypto/crypto.ts'

/** The provider's messages, as far as we read them. */

export const jsapiAnswer = z.object({ prepay_id: z.string().min(1).max(512) })
export const h5Answer = z.object({ h5_url: z.string().min(1).max(512) })

export const transaction = z.object({
  mchid: z.string(),
  appid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  transaction_id: z.string().optional(),
  success_time: z.string().optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  amount: z.object({ total: z.int().optional(), currency: z.string().optional() }).optional(),
})
export type Transaction = z.infer<typeof transaction>

const refundFacts = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ refund: z.int() }),
})
export const refundAnswer = refundFacts.extend({ status: z.string() })
export const refundNotice = refundFacts.extend({ mchid: z.string(), refund_status: z.string() })
export type RefundFacts = z.infer<typeof refundFacts>

export const sealed = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/),
  nonce: z.string().regex(/^[\x20-\x7e]{12}$/),
  associated_data: z.string().default(''),
})

export const notification = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string(),
  resource: sealed,
})

export const certificates = z.object({
  data: z.array(z.object({ serial_no: z.string().min(1), encrypt_certificate: sealed })),
})

export const billAnswer = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string(),
  download_url: z.url(),
})

export const refusal = z.object({ code: z.string() })

/** The JSON value in `bytes`, or undefined where there is none. */
export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** What was sealed with the APIv3 key; undefined where key, nonce, text or associated data is another. */
export function opened(box: z.infer<typeof sealed>, apiV3Key: string): Uint8Array | undefined {
  const { nonce, associated_data: aad, ciphertext } = box
  return aesGcmOpen({ key: apiV3Key, nonce, aad }, fromBase64(ciphertext))
}
