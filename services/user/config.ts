import { z } from 'zod'
import { secret } from '#kit/config/config.ts'

const duration = z.number().int().positive()
const seconds = 1_000
const minutes = 60 * seconds
const hours = 60 * minutes
const days = 24 * hours

export const userConfig = z.strictObject({
  /** Ed25519 private key that signs access tokens, PKCS #8 PEM. */
  signingKey: secret(z.string().min(1)),
  /** PEM of keys that signed until a moment ago. */
  retiredKeys: secret(z.array(z.string().min(1))).default([]),
  /** Keys the hashes of phone codes. */
  codeSecret: secret(z.string().min(16)),
  wechatAppId: z.string().min(1),
  wechatSecret: secret(z.string().min(1)),
  /** Codes are answered to whoever asks: the demo only. */
  showCodes: z.boolean().default(false),

  codeLifeMs: duration.default(10 * minutes),
  codePauseMs: duration.default(1 * minutes),
  codeTriesMax: z.number().int().positive().default(5),
  loginFailuresMax: z.number().int().positive().default(5),
  loginLockMs: duration.default(1 * hours),
  accessTokenMs: duration.min(1 * seconds).default(10 * minutes),
  refreshTokenMs: duration.default(14 * days),
  sessionMs: duration.default(90 * days),
  /** The same for clients that keep one token and cannot refresh it: about a shift. */
  singleTokenMs: duration
    .min(1 * seconds)
    .max(24 * hours)
    .default(12 * hours),
  refreshGraceMs: duration.default(10 * seconds),
  /** How long after a login an account may be deleted. */
  freshLoginMs: duration.default(5 * minutes),
  egressTimeoutMs: duration.default(5 * seconds),
})

export type UserConfig = z.infer<typeof userConfig>
