import { z } from 'zod'

export const pushConfig = z.strictObject({
  /** How often a live stream looks for itself. */
  pollMs: z.number().int().positive().default(1_000),
  /** How soon it looks again after a ring for something not yet committed. */
  eagerMs: z.number().int().positive().default(10),
  /** Notifications kept per audience. */
  keptMax: z.number().int().positive().default(10_000),
})

export type PushConfig = z.infer<typeof pushConfig>
