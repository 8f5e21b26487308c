import { type Actor, assertCounts } from '../domain/permission.ts'
import { checkIds } from '../domain/reservation.ts'
import type { StockItem } from '../domain/stock.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface MarkSoldOutRequest {
  readonly shopId: string
  readonly dishId: string
  readonly soldOut: boolean
}

/** Until the next business day begins; what is on hand does not change. */
export async function markSoldOut(
  needs: Pick<InventoryNeeds, 'store' | 'clock' | 'nextDayCut'>,
  by: Actor,
  { shopId, dishId, soldOut }: MarkSoldOutRequest,
): Promise<StockItem> {
  assertCounts(by, shopId)
  checkIds([shopId, dishId])
  const now = needs.clock.now()
  return needs.store.markSoldOut(shopId, dishId, { soldOut, now, nextCutAt: needs.nextDayCut(now) })
}
