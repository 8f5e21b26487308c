import { z } from 'zod'

export const inventoryConfig = z.strictObject({
  /** A dish with this many left or fewer is announced as low. */
  lowStockAt: z.number().int().min(0).max(1000).default(5),
  /** How far the shops' clock is ahead of UTC: Asia/Shanghai is eight hours. */
  utcOffsetMinutes: z.number().int().min(-720).max(840).default(480),
  /** How long after midnight a business day begins. */
  dayCutMinutes: z.number().int().min(0).max(1439).default(0),
})

export type InventoryConfig = z.infer<typeof inventoryConfig>
