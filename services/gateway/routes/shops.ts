import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, managers, momentOf, permitted, publicRead, shopWrite } from '../http.ts'
import { paceFields, shapeShop, shopFields, shopShape } from '../shapes/shop.ts'

type ShopNeeds = Pick<Clients, 'catalog' | 'order'>

const read = { ...publicRead, tag: 'shops', params: byShop } as const
const write = { ...shopWrite, tag: 'shops', params: byShop, replies: { 200: shopShape } } as const

const slotShape = z.strictObject({
  start: z.string(),
  end: z.string(),
  left: z.int().nullable(),
})

export function shopRoutes(needs: ShopNeeds): readonly Route[] {
  return [
    ...[getShop(needs), updateShop(needs), setShopOpen(needs)],
    ...[setShopPace(needs), setShopBusy(needs), listSlots(needs)],
  ]
}

function getShop({ catalog }: ShopNeeds): Route {
  return route({
    ...read,
    name: 'getShop',
    method: 'GET',
    path: '/v1/shops/:shopId',
    summary: 'A shop, its fees, and whether it is open now or when it will be',
    replies: { 200: shopShape },
    handler: async ({ params }) => answer(200, shapeShop(await catalog.getShop(params))),
  })
}

function updateShop({ catalog }: ShopNeeds): Route {
  return route({
    ...write,
    name: 'updateShop',
    method: 'PATCH',
    path: '/v1/shops/:shopId',
    summary: 'Changes the shop’s details and fees',
    audience: managers,
    body: shopFields,
    handler: async ({ params, body }) =>
      answer(200, shapeShop(await catalog.updateShop({ shopId: params.shopId, fields: body }))),
  })
}

function setShopOpen({ catalog }: ShopNeeds): Route {
  return route({
    ...write,
    name: 'setShopOpen',
    method: 'PUT',
    path: '/v1/shops/:shopId/open',
    audience: permitted.serving,
    summary: 'Opens the shop within its hours, or closes it whatever they say',
    body: z.strictObject({ open: z.boolean() }),
    handler: async ({ params, body }) =>
      answer(200, shapeShop(await catalog.setShopOpen({ ...params, ...body }))),
  })
}

function setShopPace({ catalog }: ShopNeeds): Route {
  return route({
    ...write,
    name: 'setShopPace',
    method: 'PUT',
    path: '/v1/shops/:shopId/pace',
    summary: 'How long the shop takes, and how many orders it takes for one slot (0: any number)',
    audience: managers,
    body: paceFields,
    handler: async ({ params, body }) =>
      answer(200, shapeShop(await catalog.setShopPace({ ...params, ...body }))),
  })
}

function setShopBusy({ catalog }: ShopNeeds): Route {
  return route({
    ...write,
    name: 'setShopBusy',
    method: 'PUT',
    path: '/v1/shops/:shopId/busy',
    audience: permitted.serving,
    summary: 'Adds minutes to every preparation for a while; 0 ends it',
    body: z.strictObject({
      extraMinutes: z.int().min(0).max(120),
      forMinutes: z.int().min(1).max(720).default(60),
    }),
    handler: async ({ params, body }) =>
      answer(200, shapeShop(await catalog.setShopBusy({ ...params, ...body }))),
  })
}

function listSlots({ order }: ShopNeeds): Route {
  return route({
    ...read,
    name: 'listSlots',
    method: 'GET',
    path: '/v1/shops/:shopId/slots',
    summary:
      'The half hours of today and tomorrow that can be booked; `left` is null where there is no limit',
    replies: { 200: z.strictObject({ items: z.array(slotShape) }) },
    async handler({ params }) {
      const { slots } = await order.listDeliverySlots(params)
      const items = slots.map(({ startAt, endAt, capacity, used }) => ({
        start: momentOf(startAt),
        end: momentOf(endAt),
        left: capacity === 0 ? null : Math.max(0, capacity - used),
      }))
      return answer(200, { items })
    },
  })
}
