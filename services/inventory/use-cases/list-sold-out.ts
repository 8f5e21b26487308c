import { checkIds } from '../domain/reservation.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface SoldOutList {
  readonly dishIds: readonly string[]
  /** When a mark ends by time alone; 0: never. */
  readonly freshUntil: number
}

/** The dishes of which nothing is to be had now. */
export async function listSoldOut(
  needs: Pick<InventoryNeeds, 'store' | 'clock'>,
  shopId: string,
): Promise<SoldOutList> {
  checkIds([shopId])
  const now = needs.clock.now()
  const items = await needs.store.listSoldOut(shopId, now)
  const ends = items.map((item) => item.soldOutUntil).filter((until) => until > now)
  return { dishIds: items.map((item) => item.dishId), freshUntil: ends.length === 0 ? 0 : Math.min(...ends) }
}
