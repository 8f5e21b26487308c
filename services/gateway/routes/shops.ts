import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, fen, managers, publicRead, shopWrite, text } from '../http.ts'

const fields = z.strictObject({
  name: text(50),
  address: text(200),
  phone: text(20),
  notice: text(200),
  packingFeeFen: fen,
  deliveryFeeFen: fen,
  minimumOrderFen: fen,
})

const shopShape = z
  .strictObject({
    ...fields.shape,
    id: z.string(),
    open: z.boolean(),
    timeZone: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Shop' })

export function shopRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [getShop(needs), updateShop(needs), setShopOpen(needs)]
}

function getShop({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...publicRead,
    tag: 'shops',
    name: 'getShop',
    method: 'GET',
    path: '/v1/shops/:shopId',
    summary: 'A shop, its fees and whether it is open',
    params: byShop,
    replies: { 200: shopShape },
    handler: async ({ params }) => answer(200, await catalog.getShop(params)),
  })
}

function updateShop({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopWrite,
    tag: 'shops',
    name: 'updateShop',
    method: 'PATCH',
    path: '/v1/shops/:shopId',
    summary: 'Changes the shop’s details and fees',
    audience: managers,
    params: byShop,
    body: fields,
    replies: { 200: shopShape },
    handler: async ({ params, body }) =>
      answer(200, await catalog.updateShop({ shopId: params.shopId, fields: body })),
  })
}

function setShopOpen({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopWrite,
    tag: 'shops',
    name: 'setShopOpen',
    method: 'PUT',
    path: '/v1/shops/:shopId/open',
    summary: 'Opens or closes the shop',
    params: byShop,
    body: z.strictObject({ open: z.boolean() }),
    replies: { 200: shopShape },
    handler: async ({ params, body }) =>
      answer(200, await catalog.setShopOpen({ shopId: params.shopId, open: body.open })),
  })
}
