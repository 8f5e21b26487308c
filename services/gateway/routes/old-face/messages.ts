import { z } from 'zod'
import { MessageKind, type MessageSchema, MessageStatus } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { id, ids, paging, whole } from './input.ts'
import { nothing, type OldRoute, oldRoute, staff } from './old-route.ts'
import { dishesOf, type Order } from './order-shape.ts'
import { localTime, servicePage, yuanOf } from './wire.ts'

type Needs = Pick<Clients, 'push' | 'order'>
type Message = PlainOf<typeof MessageSchema>
type Told = Readonly<Record<string, unknown>>

/** What the old page knows, by its numbers; it has no place for messages about other things. */
const kinds = [
  MessageKind.NEW_ORDER,
  MessageKind.URGENT,
  MessageKind.TO_DISPATCH,
  MessageKind.REMINDER,
  MessageKind.SUMMARY,
]

/** Three words with blanks between, of which the page makes the second a link. */
const contents: Readonly<Record<number, (told: Told) => string>> = {
  [MessageKind.NEW_ORDER]: ({ number }) => `新订单 ${number} 等待接单`,
  [MessageKind.URGENT]: ({ number }) => `订单 ${number} 送达时间临近，请尽快接单`,
  [MessageKind.TO_DISPATCH]: ({ number }) => `订单 ${number} 等待派送`,
  [MessageKind.REMINDER]: ({ number }) => `用户对订单 ${number} 催单`,
  [MessageKind.SUMMARY]: ({ day }) => `${day} 营业数据 已汇总`,
}

const audienceOf = (shopId: string) => `shop:${shopId}`

export function messageRoutes(needs: Needs): readonly OldRoute[] {
  return [...readRoutes(needs), ...markRoutes(needs)]
}

function readRoutes({ push, order }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/messages/page', {
      who: staff,
      summary: '通知中心分页查询',
      reads: z.object({ ...paging, status: whole(1, 2).optional() }),
      async asks({ status, ...wanted }, { shopId }) {
        const { messages, total } = await push.listMessages({
          ...{ ...servicePage(wanted), kinds, audience: audienceOf(shopId) },
          status: [MessageStatus.UNSPECIFIED, MessageStatus.UNREAD, MessageStatus.READ][status ?? 0],
        })
        return { total, records: await Promise.all(messages.map((message) => showMessage(message, order))) }
      },
      shows: (page) => page,
    }),
    oldRoute('GET /admin/messages/countUnread', {
      who: staff,
      summary: '未读消息数量',
      reads: nothing,
      asks: (_, { shopId }) => push.countUnread({ audience: audienceOf(shopId), kinds }),
      shows: ({ unread }) => unread,
    }),
  ]
}

function markRoutes({ push }: Needs): readonly OldRoute[] {
  return [
    oldRoute('PUT /admin/messages/batch', {
      who: staff,
      summary: '批量标为已读',
      reads: z.object({ ids }),
      asks: (given, { shopId }) =>
        push.readMessages({ audience: audienceOf(shopId), seqs: given.ids.map(Number) }),
    }),
    oldRoute('PUT /admin/messages/:id', {
      who: staff,
      summary: '标为已读',
      reads: z.object({ id }),
      asks: (given, { shopId }) =>
        push.readMessages({ audience: audienceOf(shopId), seqs: [Number(given.id)] }),
    }),
  ]
}

async function showMessage({ notification, kind, status }: Message, order: Needs['order']) {
  assert(notification, 'a message has its notification')
  const told = JSON.parse(notification.payload) as Told
  const details = await detailsOf(kind, told, order)
  return {
    id: notification.seq,
    type: kinds.indexOf(kind) + 1,
    content: contents[kind]?.(told) ?? '',
    details: details && JSON.stringify(details),
    status: status === MessageStatus.READ ? 2 : 1,
    createTime: localTime(notification.at),
  }
}

/** What the page shows below a reminder, and below the figures of a day. */
async function detailsOf(kind: MessageKind, told: Told, order: Needs['order']) {
  if (kind === MessageKind.SUMMARY) return figuresOf(told)
  if (kind !== MessageKind.REMINDER) return null
  try {
    return remindedOf(await order.getOrder({ orderId: String(told.orderId) }))
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.kind === 'missing') return null
    throw thrown
  }
}

function remindedOf(order: Order) {
  const { createdAt, deliverAt, estimatedAt, address } = order
  return {
    orderTime: localTime(createdAt),
    estimatedDeliveryTime: localTime(deliverAt || estimatedAt),
    consignee: address?.consignee ?? '',
    phone: address?.phone ?? '',
    address: address?.text ?? '',
    orderDishes: dishesOf(order),
  }
}

function figuresOf(told: Told) {
  return {
    turnover: yuanOf(Number(told.turnoverFen ?? 0)),
    validOrderCount: told.validOrders,
    orderCompletionRate: told.completionRate,
    newUsers: told.newUsers,
    cancelledOrders: told.cancelledOrders,
    cancelledAmount: yuanOf(Number(told.cancelledFen ?? 0)),
  }
}
