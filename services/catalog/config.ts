import { z } from 'zod'

export const catalogConfig = z.strictObject({
  /** IANA name; new shops get it. */
  timeZone: z.string().min(1).default('Asia/Shanghai'),
  /** Shops whose catalog one process keeps in memory. */
  shopsInMemory: z.number().int().min(1).max(10_000).default(200),
})

export type CatalogConfig = z.infer<typeof catalogConfig>
