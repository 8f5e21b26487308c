import { type Actor, assertCounts, nameOf } from '../domain/permission.ts'
import { checkIds } from '../domain/reservation.ts'
import { checkFigures, type StockFigures, type StockItem } from '../domain/stock.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface SetStockRequest extends StockFigures {
  readonly shopId: string
  readonly dishId: string
}

export async function setStock(
  needs: Pick<InventoryNeeds, 'store' | 'clock' | 'ids' | 'nextDayCut'>,
  by: Actor,
  { shopId, dishId, ...figures }: SetStockRequest,
): Promise<StockItem> {
  assertCounts(by, shopId)
  checkIds([shopId, dishId])
  checkFigures(figures)
  const now = needs.clock.now()
  const occasion = { now, nextCutAt: needs.nextDayCut(now), ref: needs.ids.uuid(), by: nameOf(by) }
  return needs.store.setStock(shopId, dishId, figures, occasion)
}
