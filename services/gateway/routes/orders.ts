import { z } from 'zod'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Ids } from '#kit/ids.ts'
import type { Clients } from '../clients.ts'
import {
  anyRead,
  anyWrite,
  byUuid,
  count,
  customerRead,
  customerWrite,
  fen,
  instantOrZero,
  moment,
  numberId,
  pageOf,
  text,
  textOrNull,
} from '../http.ts'
import { cartShape, orderShape, shapeCart, shapeOrder, statesQuery } from '../shapes/order.ts'

interface OrderNeeds extends Pick<Clients, 'order'> {
  readonly ids: Ids
  readonly defaultShopId: string
}

const channels = ['WECHAT_JSAPI', 'WECHAT_H5'] as const

const parametersShape = z.strictObject({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
  h5Url: z.string(),
})

export const ordersPage = z.strictObject({
  states: statesQuery.optional(),
  cursor: text(200).default(''),
  limit: count(1, 100).default(20),
})

const tagged = { tag: 'orders' } as const

export function orderRoutes(needs: OrderNeeds): readonly Route[] {
  return [submitRoute(needs), ...readRoutes(needs), payRoute(needs), ...moveRoutes(needs)]
}

function submitRoute({ order, ids, defaultShopId }: OrderNeeds): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'submitOrder',
    method: 'POST',
    path: '/v1/orders',
    summary: 'Makes an order of the cart; the same key and content answer the same order',
    idempotency: 'required',
    audit: 'line',
    body: z.strictObject({
      shopId: numberId.default(defaultShopId),
      addressId: numberId,
      expectedAmountFen: fen,
      remark: text(50).default(''),
      cutlery: z.int().min(0).max(99).default(0),
      deliverAt: moment.optional(),
    }),
    replies: { 200: orderShape, 201: orderShape },
    async handler({ body: { deliverAt, ...submission }, idempotencyKey }) {
      const whole = {
        ...submission,
        deliverAt: instantOrZero(deliverAt),
        idempotencyKey,
        orderId: ids.uuid(),
      }
      const { order: placed, replayed } = await order.submitOrder(whole)
      assert(placed, 'a submission answers its order')
      const shaped = shapeOrder(placed)
      if (replayed) return answer(200, shaped, { 'Idempotent-Replayed': 'true' })
      return answer(201, shaped, { Location: `/v1/orders/${placed.id}` })
    },
  })
}

function readRoutes(needs: OrderNeeds): readonly Route[] {
  return [listOrders(needs), getOrder(needs)]
}

function listOrders({ order }: OrderNeeds): Route {
  return route({
    ...customerRead,
    ...tagged,
    name: 'listOrders',
    method: 'GET',
    path: '/v1/orders',
    summary: 'The customer’s orders, newest first',
    query: ordersPage,
    replies: { 200: pageOf(orderShape) },
    async handler({ query: { states = [], ...page } }) {
      const { orders, nextCursor } = await order.listOrders({ states, ...page })
      return answer(200, { items: orders.map(shapeOrder), nextCursor: textOrNull(nextCursor) })
    },
  })
}

function getOrder({ order }: OrderNeeds): Route {
  return route({
    ...anyRead,
    ...tagged,
    name: 'getOrder',
    method: 'GET',
    path: '/v1/orders/:id',
    summary: 'One order with its history',
    params: byUuid,
    replies: { 200: orderShape },
    handler: async ({ params }) => answer(200, shapeOrder(await order.getOrder({ orderId: params.id }))),
  })
}

function payRoute({ order }: OrderNeeds): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'payOrder',
    method: 'POST',
    path: '/v1/orders/:id/payments',
    summary: 'What is needed to pay; the same attempt while it is open',
    audit: 'line',
    params: byUuid,
    body: z.strictObject({ channel: z.enum(channels) }),
    replies: { 200: z.strictObject({ order: orderShape, parameters: parametersShape.nullable() }) },
    async handler({ params, body, clientIp }) {
      const channel = Channel[body.channel]
      const { order: paying, parameters } = await order.payOrder({ orderId: params.id, channel, clientIp })
      assert(paying, 'a payment answers its order')
      return answer(200, { order: shapeOrder(paying), parameters: parameters ?? null })
    },
  })
}

function moveRoutes(needs: OrderNeeds): readonly Route[] {
  return [cancelOrder(needs), remindOrder(needs), reorderOrder(needs)]
}

function cancelOrder({ order }: OrderNeeds): Route {
  return route({
    ...anyWrite,
    ...tagged,
    name: 'cancelOrder',
    method: 'POST',
    path: '/v1/orders/:id/cancel',
    summary: 'Cancels: the customer before acceptance, the shop until completion',
    audit: 'entry',
    params: byUuid,
    body: z.strictObject({ note: text(50).default('') }).default({ note: '' }),
    replies: { 200: orderShape },
    handler: async ({ params, body }) =>
      answer(200, shapeOrder(await order.cancelOrder({ orderId: params.id, note: body.note }))),
  })
}

function remindOrder({ order }: OrderNeeds): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'remindOrder',
    method: 'POST',
    path: '/v1/orders/:id/remind',
    summary: 'Reminds the shop',
    params: byUuid,
    replies: { 200: orderShape },
    handler: async ({ params }) => answer(200, shapeOrder(await order.remindOrder({ orderId: params.id }))),
  })
}

function reorderOrder({ order }: OrderNeeds): Route {
  return route({
    ...customerWrite,
    ...tagged,
    name: 'reorderOrder',
    method: 'POST',
    path: '/v1/orders/:id/reorder',
    summary: 'Puts the items into the cart again, at today’s prices',
    params: byUuid,
    replies: { 200: z.strictObject({ cart: cartShape, leftOut: z.array(z.string()) }) },
    async handler({ params }) {
      const { cart, leftOut } = await order.reorderOrder({ orderId: params.id })
      assert(cart, 'a reorder answers the cart')
      return answer(200, { cart: shapeCart(cart), leftOut })
    },
  })
}
