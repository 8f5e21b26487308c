import type { Random } from '../random.ts'

const firstMs = 200
/** No back-off is longer, in ms. */
export const longestBackOffMs = 60_000

/**
 * How long to wait after the failure number `attempts` (0 is the first): 0.2 s · 2ᵏ up to 60 s, the upper
 * half random.
 */
export function backOffMs(attempts: number, random: Random): number {
  const fullMs = Math.min(longestBackOffMs, firstMs * 2 ** Math.min(attempts, 30))
  return fullMs / 2 + random.below(fullMs / 2 + 1)
}
