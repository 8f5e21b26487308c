import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import {
  byShop,
  byUuid,
  count,
  instantOrZero,
  listOf,
  moment,
  numberId,
  pageOf,
  permitted,
  shopRead,
  staffWrite,
  text,
  textOrNull,
} from '../http.ts'
import { orderShape, shapeOrder, stateName, stateShape } from '../shapes/order.ts'
import { ordersPage } from './orders.ts'

/** A step of every order: its history tells who made it when. */
const step = { audit: 'line' } as const
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
    searchShopOrders(needs),
    countShopOrders(needs),
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

function searchShopOrders({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...shopRead,
    tag: 'shop orders',
    name: 'searchShopOrders',
    method: 'GET',
    path: '/v1/shops/:shopId/orders/search',
    summary:
      'The shop’s orders by part of number or phone, customer, time and state; `page` asks for a total',
    params: byShop,
    query: ordersPage.extend({
      number: text(32).default(''),
      phone: text(20).default(''),
      customerId: numberId.optional(),
      from: moment.optional(),
      to: moment.optional(),
      page: count(1, 10_000).optional(),
    }),
    replies: { 200: pageOf(orderShape).extend({ total: z.int().nullable() }) },
    async handler({ params, query: { states = [], customerId = '', from, to, page = 0, ...wish } }) {
      const range = { beginAt: instantOrZero(from), endAt: instantOrZero(to) }
      const found = await order.searchShopOrders({ ...params, ...wish, ...range, customerId, states, page })
      return answer(200, {
        items: found.orders.map(shapeOrder),
        nextCursor: textOrNull(found.nextCursor),
        total: page === 0 ? null : found.total,
      })
    },
  })
}

function countShopOrders({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...shopRead,
    tag: 'shop orders',
    name: 'countShopOrders',
    method: 'GET',
    path: '/v1/shops/:shopId/orders/counts',
    summary: 'How many orders stand where, those that have ended aside',
    params: byShop,
    replies: { 200: listOf(z.strictObject({ state: stateShape, orders: z.int() })) },
    async handler({ params }) {
      const { counts } = await order.countShopOrders(params)
      return answer(200, { items: counts.map(({ state, orders }) => ({ state: stateName(state), orders })) })
    },
  })
}

function acceptOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    ...step,
    name: 'acceptOrder',
    path: '/v1/orders/:id/accept',
    summary: 'Takes the order on, and may say in how many minutes it is at the door',
    body: z.strictObject({ minutes: z.int().min(1).max(600).optional() }).default({}),
    handler: async ({ params, body }) => {
      const accepted = await order.acceptOrder({ orderId: params.id, minutes: body.minutes ?? 0 })
      return answer(200, shapeOrder(accepted))
    },
  })
}

function rejectOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    name: 'rejectOrder',
    path: '/v1/orders/:id/reject',
    audience: permitted.serving,
    summary: 'Turns a paid order down; the money goes back',
    body: z.strictObject({ note: text(50).min(1) }),
    handler: async ({ params, body }) =>
      answer(200, shapeOrder(await order.rejectOrder({ orderId: params.id, note: body.note }))),
  })
}

function dispatchOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    ...step,
    name: 'dispatchOrder',
    path: '/v1/orders/:id/dispatch',
    summary: 'Sends the order out',
    handler: async ({ params }) => answer(200, shapeOrder(await order.dispatchOrder({ orderId: params.id }))),
  })
}

function completeOrder({ order }: Pick<Clients, 'order'>): Route {
  return route({
    ...move,
    ...step,
    name: 'completeOrder',
    path: '/v1/orders/:id/complete',
    summary: 'Says that the order has arrived',
    handler: async ({ params }) => answer(200, shapeOrder(await order.completeOrder({ orderId: params.id }))),
  })
}
