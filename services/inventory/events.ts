import {
  BackInStockSchema,
  SoldOutSchema,
  StockLowSchema,
} from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { unreachable } from '#kit/assert.ts'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { Tx } from '#kit/storage/storage.ts'
import type { StockEvent } from './domain/stock.ts'
import type { InventoryTables } from './store/tables.ts'

export type Announce = (
  tx: Tx<InventoryTables>,
  shopId: string,
  events: readonly StockEvent[],
) => Promise<void>

export function announceBy(outbox: Outbox): Announce {
  return async (tx, shopId, events) => {
    for (const event of events) await announceOne(outbox, tx, shopId, event)
  }
}

function announceOne(outbox: Outbox, tx: Tx<InventoryTables>, shopId: string, event: StockEvent) {
  const { dishId } = event
  switch (event.kind) {
    case 'low':
      return outbox.announce(tx, StockLowSchema, dishId, { shopId, dishId, available: event.available })
    case 'soldOut':
      return outbox.announce(tx, SoldOutSchema, dishId, { shopId, dishId })
    case 'back':
      return outbox.announce(tx, BackInStockSchema, dishId, { shopId, dishId })
    default:
      return unreachable(event)
  }
}
