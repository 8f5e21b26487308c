import { checkIds } from '../domain/reservation.ts'
import type { StockItem } from '../domain/stock.ts'
import type { InventoryNeeds } from '../ports.ts'

/** Of these dishes, or of all that are known where none is named. */
export async function listStock(
  needs: Pick<InventoryNeeds, 'store'>,
  shopId: string,
  dishIds: readonly string[],
): Promise<readonly StockItem[]> {
  checkIds([shopId, ...dishIds])
  return needs.store.listStock(shopId, dishIds)
}
