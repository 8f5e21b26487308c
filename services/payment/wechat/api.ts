import type { ZodType } from 'zod'
import { Fault, faultOf } from '#kit/fault.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { PaymentConfig } from '../config.ts'
import { jsonIn, refusal } from './messages.ts'
import { createPlatformKeys, type PlatformKeys, type RawAnswer } from './platform-keys.ts'
import { isAuthentic, proofIn } from './proof.ts'
import type { Signing } from './signing.ts'

/** A believed answer: its value, or the code of a definite refusal such as ORDERPAID. */
export type Answer =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly code: string }

export interface WechatApi {
  /** Sends a signed request. A silent, unclear or unproven answer is a Fault PROVIDER_UNAVAILABLE. */
  call(method: 'GET' | 'POST', target: string, body?: object): Promise<Answer>
  /** A file's bytes; nothing proves them but the hash that was announced. */
  download(target: string): Promise<Uint8Array>
  readonly keys: PlatformKeys
}

export function createWechatApi(
  around: Pick<Surroundings, 'egress' | 'clock' | 'log'>,
  config: PaymentConfig,
  signing: Signing,
): WechatApi {
  async function exchange(method: 'GET' | 'POST', target: string, body = ''): Promise<RawAnswer> {
    const headers = {
      Authorization: signing.authorization(method, target, body),
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'User-Agent': 'cangqiong',
    }
    const { providerTimeoutMs: timeoutMs } = config
    const request = { method, path: target, headers, timeoutMs, ...(body ? { body } : {}) }
    try {
      const answer = await around.egress.send('wechat-pay', request)
      const named = Object.entries(answer.headers).map(([name, value]) => ({ name, value }))
      return { status: answer.status, proof: proofIn(named), body: answer.body }
    } catch (cause) {
      throw unavailable('the payment provider does not answer', faultOf(cause).unknown, cause)
    }
  }

  const { platformKeys: trusted, apiV3Key } = config
  const download = () => exchange('GET', '/v3/certificates')
  const keys = createPlatformKeys({ trusted, apiV3Key, clock: around.clock, download })

  return {
    keys,
    async call(method, target, body) {
      const answer = await exchange(method, target, body ? JSON.stringify(body) : '')
      const key = await keys.find(answer.proof.serial)
      if (!key || !isAuthentic(answer.proof, answer.body, key, around.clock.now())) {
        around.log.warn('an answer of the payment provider proves nothing', { target, status: answer.status })
        throw unavailable('the payment provider gave an answer that proves nothing', true)
      }
      return judged(answer)
    },
    async download(target) {
      const { status, body } = await exchange('GET', target)
      if (status !== 200) throw unavailable('the payment provider does not give the file', false)
      return body
    },
  }
}

/** Only 4xx with a code refuses for good; being too fast, signed wrongly or out of order is tried again. */
function judged({ status, body }: RawAnswer): Answer {
  if (status >= 200 && status < 300) return { kind: 'done', value: body.length > 0 ? jsonIn(body) : null }
  const parsed = refusal.safeParse(jsonIn(body))
  if (status >= 500 || !parsed.success) throw unavailable('the payment provider is out of order', true)
  if (status === 401 || status === 429)
    throw unavailable('the payment provider does not take requests now', false)
  // Codes are written with and without underscores: ORDERNOTEXIST, ORDER_NOT_EXIST.
  return { kind: 'refused', code: parsed.data.code.replaceAll('_', '') }
}

export function unavailable(message: string, unknown: boolean, cause?: unknown): Fault {
  return new Fault('unavailable', 'PROVIDER_UNAVAILABLE', message, { unknown, cause })
}

export function refused(code: string): Fault {
  return new Fault('precondition', 'PROVIDER_REFUSED', 'the payment provider refused', {
    cause: new Error(code),
  })
}

/** The value of an answer in the shape that is documented. */
export function expected<T>(schema: ZodType<T>, answer: Answer): T {
  if (answer.kind === 'refused') throw refused(answer.code)
  const parsed = schema.safeParse(answer.value)
  if (!parsed.success)
    throw unavailable('the payment provider answered in an unknown form', true, parsed.error)
  return parsed.data
}
