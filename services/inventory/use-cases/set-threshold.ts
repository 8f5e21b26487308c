import { type Actor, assertCounts } from '../domain/permission.ts'
import { checkIds } from '../domain/reservation.ts'
import { checkThreshold, type StockItem } from '../domain/stock.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface SetThresholdRequest extends Pick<StockItem, 'shopId' | 'dishId' | 'lowAt'> {}

/** Sets with how few left a dish is announced as low. */
export async function setThreshold(
  needs: Pick<InventoryNeeds, 'store'>,
  by: Actor,
  { shopId, dishId, lowAt }: SetThresholdRequest,
): Promise<StockItem> {
  assertCounts(by, shopId)
  checkIds([shopId, dishId])
  checkThreshold(lowAt)
  return needs.store.setThreshold(shopId, dishId, lowAt)
}
