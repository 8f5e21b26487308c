import { z } from 'zod'
import type { StockItemSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { Fault } from '#kit/fault.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { byShop, listOf, momentOrNull, numberId, permitted, shopRead, shopWrite, text } from '../http.ts'

const amount = z.int().min(0).max(1_000_000).nullable()

export const stockShape = z
  .strictObject({
    shopId: z.string(),
    dishId: z.string(),
    onHand: z.int().nullable(),
    reserved: z.int(),
    dailyAmount: z.int().nullable(),
    lowAt: z.int().nullable(),
    soldOutUntil: z.string().nullable(),
  })
  .meta({ id: 'StockItem' })

export const byDish = z.strictObject({ shopId: numberId, dishId: numberId })

export type StockNeeds = Pick<Clients, 'inventory' | 'catalog'>

export function stockRoutes(needs: StockNeeds): readonly Route[] {
  return [listStock(needs), setStock(needs), setThreshold(needs), markSoldOut(needs)]
}

function listStock({ inventory }: Pick<Clients, 'inventory'>): Route {
  return route({
    ...shopRead,
    tag: 'stock',
    name: 'listStock',
    method: 'GET',
    path: '/v1/shops/:shopId/stock',
    summary: 'How much there is of every dish whose stock is kept',
    params: byShop,
    replies: { 200: listOf(stockShape) },
    async handler({ params }) {
      const { items } = await inventory.listStock(params)
      return answer(200, { items: items.map(shapeStock) })
    },
  })
}

function setStock({ inventory, catalog }: StockNeeds): Route {
  return route({
    ...shopWrite,
    tag: 'stock',
    audience: permitted.stock,
    name: 'setStock',
    method: 'PUT',
    path: '/v1/shops/:shopId/stock/:dishId',
    summary: 'Sets how many there are and how many a day begins with; null is unlimited',
    params: byDish,
    body: z.strictObject({
      onHand: amount,
      dailyAmount: amount.default(null),
      reason: text(100).min(1),
    }),
    replies: { 200: stockShape },
    async handler({ params, body: { onHand, dailyAmount, reason } }) {
      await requireDish(catalog, params)
      const amounts = { onHand: onHand ?? undefined, dailyAmount: dailyAmount ?? undefined }
      return answer(200, shapeStock(await inventory.setStock({ ...params, ...amounts, reason })))
    },
  })
}

function setThreshold({ inventory, catalog }: StockNeeds): Route {
  return route({
    ...shopWrite,
    tag: 'stock',
    audience: permitted.stock,
    name: 'setThreshold',
    method: 'PUT',
    path: '/v1/shops/:shopId/stock/:dishId/threshold',
    summary: 'Sets with how few left a dish is announced as low; null is as the installation has it',
    params: byDish,
    body: z.strictObject({ lowAt: amount }),
    replies: { 200: stockShape },
    async handler({ params, body: { lowAt } }) {
      await requireDish(catalog, params)
      return answer(200, shapeStock(await inventory.setThreshold({ ...params, lowAt: lowAt ?? undefined })))
    },
  })
}

function markSoldOut({ inventory, catalog }: StockNeeds): Route {
  return route({
    ...shopWrite,
    tag: 'stock',
    audience: permitted.stock,
    name: 'markSoldOut',
    method: 'PUT',
    path: '/v1/shops/:shopId/stock/:dishId/sold-out',
    summary: 'Takes a dish off for the rest of the day, or puts it back',
    params: byDish,
    body: z.strictObject({ soldOut: z.boolean() }),
    replies: { 200: stockShape },
    async handler({ params, body }) {
      await requireDish(catalog, params)
      return answer(200, shapeStock(await inventory.markSoldOut({ ...params, soldOut: body.soldOut })))
    },
  })
}

/** The inventory counts whatever it is told of; only what the shop sells is counted here. */
export async function requireDish(
  catalog: Clients['catalog'],
  given: z.output<typeof byDish>,
): Promise<void> {
  const { shopId } = await catalog.getDish({ dishId: given.dishId })
  if (shopId !== given.shopId) throw new Fault('missing', 'DISH_MISSING', 'there is no such dish in the shop')
}

export function shapeStock({
  onHand,
  dailyAmount,
  lowAt,
  soldOutUntil,
  ...item
}: PlainOf<typeof StockItemSchema>) {
  const amounts = { onHand: onHand ?? null, dailyAmount: dailyAmount ?? null, lowAt: lowAt ?? null }
  return { ...item, ...amounts, soldOutUntil: momentOrNull(soldOutUntil) }
}
