import type { Generated, Selectable } from 'kysely'
import type { Movement, MovementKind } from '../domain/movement.ts'
import type { StockItem } from '../domain/stock.ts'

export interface InventoryTables {
  stock: {
    shop_id: string
    dish_id: string
    on_hand: number | null
    reserved: number
    daily_amount: number | null
    sold_out_until: number
    low_at: number | null
    version: number
  }
  reservation: {
    order_id: string
    shop_id: string
    outcome: string
    fingerprint: string
    /** JSON of string[] */
    short_dish_ids: string
    at: number
  }
  reservation_line: { order_id: string; dish_id: string; qty: number }
  stock_move: {
    id: Generated<number>
    shop_id: string
    dish_id: string
    delta: number
    kind: MovementKind
    /** The order, the setting or the day that moved it. */
    ref: string
    reason: string
    /** employee:3, system:order; empty: nobody, or not written down. */
    moved_by: string
    at: number
  }
  /** When the shop's next business day begins. */
  day_cut: { shop_id: string; next_at: number }
}

export function toStockItem(row: Selectable<InventoryTables['stock']>): StockItem {
  return {
    shopId: row.shop_id,
    dishId: row.dish_id,
    onHand: row.on_hand,
    reserved: row.reserved,
    dailyAmount: row.daily_amount,
    soldOutUntil: row.sold_out_until,
    lowAt: row.low_at,
  }
}

export function toMovement(row: Selectable<InventoryTables['stock_move']>): Movement {
  const { id, kind, delta, reason, moved_by: movedBy, at } = row
  return { id: String(id), kind, delta, reason, movedBy, orderId: kind === 'COMMIT' ? row.ref : '', at }
}
