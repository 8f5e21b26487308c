import { z } from 'zod'
import { live, secret } from '#kit/config/config.ts'
import type { Rules } from './ports.ts'

const second = 1000
const minute = 60 * second

const pauses = z.array(z.number().int().positive()).min(1)

/** Durations are milliseconds. Keys are PEM; ids of platform keys are certificate serials or PUB_KEY_ID_…. */
export const paymentConfig = z.object({
  mchid: z.string().min(1),
  appid: z.string().min(1),
  merchantSerial: z.string().min(1),
  merchantPrivateKey: secret(z.string().includes('PRIVATE KEY')),
  apiV3Key: secret(z.string().length(32)),
  platformKeys: z.record(z.string(), z.string()),
  /** Where the provider sends payment and refund notifications. */
  notifyUrl: z.url().max(255),
  providerTimeoutMs: live(
    z
      .number()
      .int()
      .positive()
      .default(5 * second),
  ),
  /** Between two questions about an open attempt; the last one repeats. */
  queryPausesMs: live(pauses.default([5, 10, 15, 30, 60].map((n) => n * second))),
  refundPausesMs: live(pauses.default([5, 60, 120, 240, 480, 900, 1800].map((n) => n * second))),
  /** After a close, when to look once more whether it held. */
  closedCheckMs: live(
    z
      .number()
      .int()
      .positive()
      .default(10 * minute),
  ),
  /** How long after the end of a day its bill is there. */
  billAfterMs: live(
    z
      .number()
      .int()
      .min(0)
      .default(10 * 60 * minute),
  ),
  /** What the provider keeps, in hundredths of a percent. */
  feeBasisPoints: live(z.number().int().min(0).default(60)),
})

export type PaymentConfig = z.infer<typeof paymentConfig>

export function rulesOf(config: PaymentConfig): Rules {
  return {
    queryPauses: config.queryPausesMs,
    refundPauses: config.refundPausesMs,
    closedCheckMs: config.closedCheckMs,
    billAfterMs: config.billAfterMs,
    feeBasisPoints: config.feeBasisPoints,
  }
}
