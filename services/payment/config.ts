import { z } from 'zod'
import { live } from '#kit/config/config.ts'
import type { Rules } from './ports.ts'

const second = 1000
const minute = 60 * second

const durations = z.array(z.number().int().positive())
const every = z.number().int().positive()

/** Durations are milliseconds. Keys are PEM; ids of platform keys are certificate serials or PUB_KEY_ID_…. */
export const paymentConfig = z.object({
  mchid: z.string().min(1),
  appid: z.string().min(1),
  merchantSerial: z.string().min(1),
  merchantPrivateKey: z.string().includes('PRIVATE KEY'),
  apiV3Key: z.string().length(32),
  platformKeys: z.record(z.string(), z.string()),
  /** Where the provider sends payment and refund notifications. */
  notifyUrl: z.url().max(255),
  providerTimeoutMs: live(z.number().int().positive().default(5 * second)),
  queryAfterMs: live(durations.default([5 * second, 15 * second, 30 * second, minute])),
  queryEveryMs: live(every.default(minute)),
  refundQueryAfterMs: live(durations.default([5 * second, minute, 3 * minute, 7 * minute, 15 * minute])),
  refundQueryEveryMs: live(every.default(30 * minute)),
  closedCheckMs: live(z.number().int().positive().default(10 * minute)),
  billAfterMs: live(z.number().int().min(0).default(10 * 60 * minute)),
  /** What the provider keeps, in hundredths of a percent. */
  feeBasisPoints: live(z.number().int().min(0).default(60)),
})

export type PaymentConfig = z.infer<typeof paymentConfig>

export function rulesOf(config: PaymentConfig): Rules {
  return {
    attemptQueries: { afterMs: config.queryAfterMs, everyMs: config.queryEveryMs },
    refundQueries: { afterMs: config.refundQueryAfterMs, everyMs: config.refundQueryEveryMs },
    closedCheckMs: config.closedCheckMs,
    billAfterMs: config.billAfterMs,
    feeBasisPoints: config.feeBasisPoints,
  }
}
