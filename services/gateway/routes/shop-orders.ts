import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, byUuid, pageOf, shopRead, staffWrite, text, textOrNull } from '../http.ts'
import { orderShape, shapeOrder } from '../shapes/order.ts'
import { ordersPage } from './orders.ts'

const move = {
  ...staffWrite,
  tag: 'shop orders',
  method: 'POST',
  params: byUuid,
  replies: { 200: orderShape },
} as const

export function shopOrderRoutes(needs: Pick<Clients, 'order'>): readonly Route[] {
  return [
    listShopOrders(needs),
    acceptOrder(needs),
    rejectOrder(needs),
    dispatchOrder(needs),
    completeOrder(needs),
  ]
}

function listShopOrders({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...shopRead,
    tag: 'shop orders',
    name: 'listShopOrders',
    method: 'GET',
    path: '/v1/shops/:shopId/orders',
    summary: 'The shop’s orders, newest first',
    params: byShop,
    query: ordersPage,
    replies: { 200: pageOf(orderShape) },
    async handler({ params, query: { states = [], ...page } }) {
      const { orders, nextCursor } = await order.listShopOrders({ ...params, states, ...page })
      return answer(200, { items: orders.map(shapeOrder), nextCursor: textOrNull(nextCursor) })
    },
  })
}

function acceptOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    name: 'acceptOrder',
    path: '/v1/orders/:id/accept',
    summary: 'Takes the order on',
    handler: async ({ params }) => answer(200, shapeOrder(await order.acceptOrder({ orderId: params.id }))),
  })
}

function rejectOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    name: 'rejectOrder',
    path: '/v1/orders/:id/reject',
    summary: 'Turns a paid order down; the money goes back',
    body: z.strictObject({ note: text(50).min(1) }),
    handler: async ({ params, body }) =>
      answer(200, shapeOrder(await order.rejectOrder({ orderId: params.id, note: body.note }))),
  })
}

function dispatchOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    name: 'dispatchOrder',
    path: '/v1/orders/:id/dispatch',
    summary: 'Sends the order out',
    handler: async ({ params }) => answer(200, shapeOrder(await order.dispatchOrder({ orderId: params.id }))),
  })
}

function completeOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    name: 'completeOrder',
    path: '/v1/orders/:id/complete',
    summary: 'Says that the order has arrived',
    handler: async ({ params }) => answer(200, shapeOrder(await order.completeOrder({ orderId: params.id }))),
  })
}
