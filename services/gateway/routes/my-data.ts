import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { customerRead, text, textOrNull } from '../http.ts'
import { claimShape, refundShape, shapeClaim, shapeRefund } from '../shapes/after-sales.ts'
import { customerShape, shapeCustomer } from '../shapes/customer.ts'
import { notificationFields, shapeNotification } from '../shapes/notification.ts'
import { cartShape, orderShape, shapeCart, shapeOrder } from '../shapes/order.ts'
import { addressShape, shapeAddress } from './addresses.ts'

type DataNeeds = Pick<Clients, 'user' | 'order' | 'push'>

const pageSize = 100
/** Orders whose claims and refunds are asked for side by side. */
const ordersAtOnce = 10
/** As many pages as messages are kept. */
const messagePagesMax = 100

const dataShape = z
  .strictObject({
    profile: customerShape,
    addresses: z.array(addressShape),
    messages: z.array(z.strictObject(notificationFields)),
    carts: z.array(cartShape),
    orders: z.array(orderShape),
    claims: z.array(claimShape),
    refunds: z.array(refundShape),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'MyData' })

/** Everything that is kept about the customer; a hundred orders at a time, with what became of them. */
export function exportMe(needs: DataNeeds): Route {
  return route({
    ...customerRead,
    tag: 'me',
    name: 'exportMe',
    method: 'GET',
    path: '/v1/me/export',
    summary:
      'All that is kept about the customer; older orders behind the cursor, and then nothing else again',
    rateClass: 'write',
    audit: 'line',
    query: z.strictObject({ cursor: text(200).default('') }),
    replies: { 200: dataShape },
    async handler({ by, query: { cursor } }) {
      assert(by.kind === 'customer', 'the audience is customers')
      const profile = shapeCustomer(await needs.user.getCustomer({ customerId: by.id }))
      const { orders, nextCursor } = await needs.order.listOrders({ cursor, limit: pageSize })
      const rest = cursor === '' ? await readRest(needs, by.id) : { addresses: [], messages: [], carts: [] }
      const moved = await readAfterSales(needs, orders)
      const of = { orders: orders.map(shapeOrder), ...moved, nextCursor: textOrNull(nextCursor) }
      const data = { profile, ...rest, ...of }
      return answer(200, data, { 'Content-Disposition': 'attachment; filename="my-data.json"' })
    },
  })
}

type Orders = Awaited<ReturnType<Clients['order']['listOrders']>>['orders']

/** Claims and refunds of the orders, in their order. */
async function readAfterSales({ order }: DataNeeds, orders: Orders) {
  const claims: ReturnType<typeof shapeClaim>[] = []
  const refunds: ReturnType<typeof shapeRefund>[] = []
  for (let from = 0; from < orders.length; from += ordersAtOnce) {
    const some = orders.slice(from, from + ordersAtOnce).map(({ id: orderId }) => ({ orderId }))
    const claimed = await Promise.all(some.map((asked) => order.listOrderClaims(asked)))
    const refunded = await Promise.all(some.map((asked) => order.listRefunds(asked)))
    claims.push(...claimed.flatMap((found) => found.claims.map(shapeClaim)))
    refunds.push(...refunded.flatMap((found) => found.refunds.map(shapeRefund)))
  }
  return { claims, refunds }
}

async function readRest({ user, order, push }: DataNeeds, customerId: string) {
  const { addresses } = await user.listAddresses({})
  const messages: ReturnType<typeof shapeNotification>[] = []
  let afterSeq = 0
  for (let page = 0; page < messagePagesMax; page++) {
    const asked = { audience: `customer:${customerId}`, afterSeq, limit: pageSize }
    const { notifications } = await push.listNotifications(asked)
    messages.push(...notifications.map(shapeNotification))
    if (notifications.length < pageSize) break
    afterSeq = notifications.at(-1)?.seq ?? afterSeq
  }
  const { carts } = await order.listCarts({})
  return { addresses: addresses.map(shapeAddress), messages, carts: carts.map(shapeCart) }
}
