import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { customerRead, customerWrite, instantOrZero, moment, numberId, opaqueId } from '../http.ts'
import { itemInput } from '../shapes/item.ts'
import { cartShape, quoteShape, shapeCart, shapeQuote } from '../shapes/order.ts'

interface CartNeeds extends Pick<Clients, 'order'> {
  readonly defaultShopId: string
}

/** Where the customer names no shop, the installation's own is meant. */
const ofShop = (defaultShopId: string) => z.strictObject({ shopId: numberId.default(defaultShopId) })

/** An item with its options, and how many. */
const chosen = (defaultShopId: string) =>
  ofShop(defaultShopId).extend({ item: itemInput, quantity: z.int().min(1).max(99).default(1) })

const read = { ...customerRead, tag: 'cart' } as const
const write = { ...customerWrite, tag: 'cart' } as const

export function cartRoutes(needs: CartNeeds): readonly Route[] {
  return [
    getCart(needs),
    clearCart(needs),
    addCartItem(needs),
    takeCartItem(needs),
    setCartLine(needs),
    quoteCart(needs),
  ]
}

function getCart({ order, defaultShopId }: CartNeeds): Route {
  return route({
    ...read,
    name: 'getCart',
    method: 'GET',
    path: '/v1/cart',
    summary: 'What the customer has chosen in a shop',
    query: ofShop(defaultShopId),
    replies: { 200: cartShape },
    handler: async ({ query }) => answer(200, shapeCart(await order.getCart(query))),
  })
}

function clearCart({ order, defaultShopId }: CartNeeds): Route {
  return route({
    ...write,
    name: 'clearCart',
    method: 'DELETE',
    path: '/v1/cart',
    summary: 'Empties the cart',
    query: ofShop(defaultShopId),
    replies: { 200: cartShape },
    handler: async ({ query }) => answer(200, shapeCart(await order.clearCart(query))),
  })
}

function addCartItem({ order, defaultShopId }: CartNeeds): Route {
  return route({
    ...write,
    name: 'addCartItem',
    method: 'POST',
    path: '/v1/cart/items',
    summary: 'Adds to the line of the same item and options, or begins one',
    body: chosen(defaultShopId).extend({ deliverAt: moment.optional() }),
    replies: { 200: cartShape },
    async handler({ body: { deliverAt, ...item } }) {
      const addition = { ...item, deliverAt: instantOrZero(deliverAt) }
      return answer(200, shapeCart(await order.addCartItem(addition)))
    },
  })
}

function takeCartItem({ order, defaultShopId }: CartNeeds): Route {
  return route({
    ...write,
    name: 'takeCartItem',
    method: 'POST',
    path: '/v1/cart/items/take',
    summary: 'Takes from the line of the same item and options; nothing happens where there is none',
    body: chosen(defaultShopId),
    replies: { 200: cartShape },
    handler: async ({ body }) => answer(200, shapeCart(await order.takeCartItem(body))),
  })
}

function setCartLine({ order }: CartNeeds): Route {
  return route({
    ...write,
    name: 'setCartLine',
    method: 'PATCH',
    path: '/v1/cart/lines/:lineId',
    summary: 'Sets the quantity of a line; 0 removes it',
    params: z.strictObject({ lineId: opaqueId }),
    body: z.strictObject({ quantity: z.int().min(0).max(99) }),
    replies: { 200: cartShape },
    handler: async ({ params, body }) =>
      answer(200, shapeCart(await order.setCartLine({ lineId: params.lineId, quantity: body.quantity }))),
  })
}

function quoteCart({ order, defaultShopId }: CartNeeds): Route {
  return route({
    ...read,
    name: 'quoteCart',
    method: 'GET',
    path: '/v1/cart/quote',
    summary: 'What the cart would cost there and then, every charge named',
    query: ofShop(defaultShopId).extend({
      addressId: numberId.optional(),
      deliverAt: moment.optional(),
    }),
    replies: { 200: quoteShape },
    async handler({ query: { deliverAt, ...wish } }) {
      const quoted = await order.quoteCart({ ...wish, deliverAt: instantOrZero(deliverAt) })
      return answer(200, shapeQuote(quoted))
    },
  })
}
