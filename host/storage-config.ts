import { z } from 'zod'

/** How every service's database is kept. */
export const storageConfig = z.strictObject({
  /** Logical transactions in one physical commit, at most; 1 = none shares a commit. */
  maxBatch: z.number().int().min(1).max(1000).default(64),
  /** `off` only while what is written can be made anew: the demo's past is. */
  synchronous: z.enum(['full', 'off']).default('full'),
  /** On MySQL: connections of a process to each database, at most. */
  poolSize: z.number().int().min(1).max(200).default(10),
})

export type StorageConfig = z.infer<typeof storageConfig>
