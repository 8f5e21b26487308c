import { z } from 'zod'
import { assert } from '#kit/assert.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { customerRead, text, textOrNull } from '../http.ts'
import { customerShape, shapeCustomer } from '../shapes/customer.ts'
import { notificationFields, shapeNotification } from '../shapes/notification.ts'
import { orderShape, shapeOrder } from '../shapes/order.ts'
import { addressShape, shapeAddress } from './addresses.ts'

type DataNeeds = Pick<Clients, 'user' | 'order' | 'push'>

const pageSize = 100
/** Orders in one answer: a hundred at a time are asked for, and a client comes back for the rest. */
const ordersMax = 500
/** As many pages as messages are kept. */
const messagePagesMax = 100

const dataShape = z
  .strictObject({
    profile: customerShape,
    addresses: z.array(addressShape),
    messages: z.array(z.strictObject(notificationFields)),
    orders: z.array(orderShape),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'MyData' })

/** Everything that is kept about the calling customer. */
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
      const { orders, nextCursor } = await readOrders(needs, cursor)
      const rest = cursor === '' ? await readRest(needs, by.id) : { addresses: [], messages: [] }
      const data = { profile, ...rest, orders: orders.map(shapeOrder), nextCursor: textOrNull(nextCursor) }
      return answer(200, data, { 'Content-Disposition': 'attachment; filename="my-data.json"' })
    },
  })
}

type Orders = Awaited<ReturnType<Clients['order']['listOrders']>>['orders']

async function readOrders({ order }: DataNeeds, from: string) {
  const orders: Orders[number][] = []
  let nextCursor = from
  do {
    const page = await order.listOrders({ cursor: nextCursor, limit: pageSize })
    orders.push(...page.orders)
    nextCursor = page.nextCursor
  } while (nextCursor !== '' && orders.length < ordersMax)
  return { orders, nextCursor }
}

async function readRest({ user, push }: DataNeeds, customerId: string) {
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
  return { addresses: addresses.map(shapeAddress), messages }
}
