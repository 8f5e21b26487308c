import type { ZodType } from 'zod'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { Fault } from '#kit/fault.ts'
import type { PaymentConfig } from '../config.ts'
import type { Header, Notice } from '../ports.ts'
import { paymentOf, refundOf } from './facts.ts'
import { jsonIn, notification, opened, refundNotice, transaction } from './messages.ts'
import type { PlatformKeys } from './platform-keys.ts'
import { isAuthentic, proofIn } from './proof.ts'

/** Something that claims to come from the provider. */
interface Letter {
  readonly headers: readonly Header[]
  readonly body: Uint8Array
  readonly now: number
}

/** Believes a notification only if it is signed with a known key, just now, and sealed with our own. */
export async function readNotification(
  keys: PlatformKeys,
  config: Pick<PaymentConfig, 'apiV3Key' | 'mchid'>,
  { headers, body, now }: Letter,
): Promise<Notice> {
  const proof = proofIn(headers)
  const key = await keys.find(proof.serial)
  if (!key || !isAuthentic(proof, body, key, now)) throw invalid('it is not signed by the provider just now')
  const { id, event_type: type, resource } = read(notification, body)
  const fact = opened(resource, config.apiV3Key)
  if (!fact) throw invalid('it is not sealed for us')
  const event = { id, sha256: sha256Hex(body) }
  if (type === 'TRANSACTION.SUCCESS') {
    const told = read(transaction, fact)
    return told.trade_state === 'SUCCESS'
      ? { kind: 'payment', event, payment: paymentOf(told) }
      : { kind: 'other', event }
  }
  if (!type.startsWith('REFUND.')) return { kind: 'other', event }
  const told = read(refundNotice, fact)
  if (told.mchid !== config.mchid) throw invalid('it is for another merchant')
  return { kind: 'refund', event, answer: refundOf(told, told.refund_status) }
}

function read<T>(schema: ZodType<T>, bytes: Uint8Array): T {
  const parsed = schema.safeParse(jsonIn(bytes))
  if (!parsed.success) throw invalid('it has an unknown form')
  return parsed.data
}

function invalid(why: string): Fault {
  return new Fault('unauthenticated', 'NOTIFICATION_INVALID', `the notification is not valid: ${why}`)
}
