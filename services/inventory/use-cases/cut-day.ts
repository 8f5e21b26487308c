import type { InventoryNeeds } from '../ports.ts'

/** Begins the shop's new business day where it is due, once. */
export async function cutDay(
  needs: Pick<InventoryNeeds, 'store' | 'clock' | 'nextDayCut'>,
  shopId: string,
): Promise<void> {
  const now = needs.clock.now()
  const nextCutAt = needs.nextDayCut(now)
  await needs.store.cutDay(shopId, { now, nextCutAt, ref: `${shopId}:${nextCutAt}`, by: '' })
}
