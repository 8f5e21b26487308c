import { z } from 'zod'
import { MovementKind, type MovementSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import {
  count,
  momentOf,
  numberId,
  pageOf,
  permitted,
  shopRead,
  shopWrite,
  text,
  textOrNull,
} from '../http.ts'
import { byDish, requireDish, type StockNeeds, shapeStock, stockShape } from './stock.ts'

const kinds = ['SET', 'DAY', 'COMMIT', 'ADJUST'] as const
const deltaMax = 1_000_000

const movementShape = z
  .strictObject({
    id: z.string(),
    kind: z.enum(kinds),
    delta: z.int(),
    reason: z.string(),
    movedBy: z.string().nullable(),
    orderId: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'StockMovement' })

export function stockMovementRoutes(needs: StockNeeds): readonly Route[] {
  return [adjustStock(needs), listMovements(needs)]
}

function adjustStock({ inventory, catalog }: StockNeeds): Route {
  return route({
    ...shopWrite,
    tag: 'stock',
    audience: permitted.stock,
    name: 'adjustStock',
    method: 'POST',
    path: '/v1/shops/:shopId/stock/:dishId/adjustments',
    summary: 'Adds what came in or takes off what went, with a reason',
    idempotency: 'required',
    params: byDish,
    body: z.strictObject({ delta: z.int().min(-deltaMax).max(deltaMax), reason: text(100).min(1) }),
    replies: { 200: stockShape },
    async handler({ params, body, idempotencyKey }) {
      await requireDish(catalog, params)
      return answer(200, shapeStock(await inventory.adjustStock({ ...params, ...body, idempotencyKey })))
    },
  })
}

function listMovements({ inventory, catalog }: StockNeeds): Route {
  return route({
    ...shopRead,
    tag: 'stock',
    name: 'listMovements',
    method: 'GET',
    path: '/v1/shops/:shopId/stock/:dishId/movements',
    summary: 'What moved the stock of a dish, newest first',
    params: byDish,
    query: z.strictObject({ cursor: numberId.optional(), limit: count(1, 100).default(20) }),
    replies: { 200: pageOf(movementShape) },
    async handler({ params, query: { cursor = '', limit } }) {
      await requireDish(catalog, params)
      const { movements, nextCursor } = await inventory.listMovements({ ...params, cursor, limit })
      return answer(200, { items: movements.map(shapeMovement), nextCursor: textOrNull(nextCursor) })
    },
  })
}

function shapeMovement({ kind, movedBy, orderId, at, ...movement }: PlainOf<typeof MovementSchema>) {
  const known = MovementKind[kind] as (typeof kinds)[number]
  const who = { movedBy: textOrNull(movedBy), orderId: textOrNull(orderId) }
  return { ...movement, ...who, kind: known, at: momentOf(at) }
}
