import {
  InventoryService,
  MovementKind,
  Outcome,
} from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { currentContext } from '#kit/context.ts'
import { type Served, serve } from '#kit/rpc/service.ts'
import type { Movement } from './domain/movement.ts'
import type { Reservation } from './domain/reservation.ts'
import type { StockItem } from './domain/stock.ts'
import type { InventoryNeeds } from './ports.ts'
import { adjustStock } from './use-cases/adjust-stock.ts'
import { commit } from './use-cases/commit.ts'
import { listMovements } from './use-cases/list-movements.ts'
import { listSoldOut } from './use-cases/list-sold-out.ts'
import { listStock } from './use-cases/list-stock.ts'
import { markSoldOut } from './use-cases/mark-sold-out.ts'
import { release } from './use-cases/release.ts'
import { reserve } from './use-cases/reserve.ts'
import { setStock } from './use-cases/set-stock.ts'
import { setThreshold } from './use-cases/set-threshold.ts'

const by = () => currentContext().by

export function serveInventory(needs: InventoryNeeds): Served {
  return serve(InventoryService, {
    reserve: async (request) => toReservation(await reserve(needs, by(), request)),
    release: async ({ orderId }) => toReservation(await release(needs, by(), orderId)),
    commit: async ({ orderId }) => toReservation(await commit(needs, by(), orderId)),
    listStock: async ({ shopId, dishIds }) => ({
      items: (await listStock(needs, shopId, dishIds)).map(toStockItem),
    }),
    setStock: async ({ onHand = null, dailyAmount = null, ...request }) =>
      toStockItem(await setStock(needs, by(), { ...request, onHand, dailyAmount })),
    setThreshold: async ({ shopId, dishId, lowAt = null }) =>
      toStockItem(await setThreshold(needs, by(), { shopId, dishId, lowAt })),
    adjustStock: async (request) => toStockItem(await adjustStock(needs, by(), request)),
    listMovements: async (request) => {
      const { movements, nextCursor } = await listMovements(needs, by(), request)
      return { movements: movements.map(toMovement), nextCursor }
    },
    listSoldOut: ({ shopId }) => listSoldOut(needs, shopId),
    markSoldOut: async (request) => toStockItem(await markSoldOut(needs, by(), request)),
  })
}

function toReservation(reservation: Reservation) {
  return { ...reservation, outcome: Outcome[reservation.outcome] }
}

function toStockItem({ onHand, dailyAmount, lowAt, ...item }: StockItem) {
  const figures = { onHand: onHand ?? undefined, dailyAmount: dailyAmount ?? undefined }
  return { ...item, ...figures, lowAt: lowAt ?? undefined }
}

function toMovement({ kind, ...movement }: Movement) {
  return { ...movement, kind: MovementKind[kind] }
}
