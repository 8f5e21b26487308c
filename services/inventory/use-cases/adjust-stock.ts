import { Fault } from '#kit/fault.ts'
import { type Actor, assertCounts, nameOf } from '../domain/permission.ts'
import { checkIds } from '../domain/reservation.ts'
import { type Adjustment, checkAdjustment, type StockItem } from '../domain/stock.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface AdjustStockRequest extends Adjustment {
  readonly shopId: string
  readonly dishId: string
  readonly idempotencyKey: string
}

/** Adds what came in or takes off what went, once for each key of a person. */
export async function adjustStock(
  needs: Pick<InventoryNeeds, 'store' | 'clock' | 'digest' | 'nextDayCut'>,
  by: Actor,
  request: AdjustStockRequest,
): Promise<StockItem> {
  const { shopId, dishId, idempotencyKey, ...change } = request
  assertCounts(by, shopId)
  checkIds([shopId, dishId])
  checkAdjustment(change)
  if (!/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
    throw new Fault('invalid', 'STOCK_INVALID', 'an idempotency key is 1 to 128 visible characters')
  const now = needs.clock.now()
  const ref = needs.digest(JSON.stringify([nameOf(by), shopId, idempotencyKey]))
  const occasion = { now, nextCutAt: needs.nextDayCut(now), ref, by: nameOf(by) }
  return needs.store.adjustStock(shopId, dishId, change, occasion)
}
