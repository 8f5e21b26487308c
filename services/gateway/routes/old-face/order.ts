import { z } from 'zod'
import { OrderState } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { id, paging, text, time, whole } from './input.ts'
import { nothing, type OldRoute, oldRoute, staff } from './old-route.ts'
import { foundIn, type Order, showListed, showOrder, statesOf } from './order-shape.ts'
import type { Pictures } from './pictures.ts'
import { servicePage } from './wire.ts'

interface Needs extends Pick<Clients, 'order'> {
  readonly pictures: Pictures
}

export function orderRoutes(needs: Needs): readonly OldRoute[] {
  return [...readRoutes(needs), ...moveRoutes(needs), ...endRoutes(needs)]
}

/** The order of an old number; whatever is foreign is missing. */
export async function findOrder(order: Clients['order'], numberId: string): Promise<Order> {
  return order.findOrder({ numberId: Number(numberId) })
}

/** The id behind an old number. */
export async function idOf(order: Clients['order'], numberId: string): Promise<string> {
  return (await findOrder(order, numberId)).id
}

function readRoutes({ order, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/order/conditionSearch', {
      who: staff,
      summary: '订单搜索',
      reads: z.object({
        ...{ ...paging, number: text(50).default(''), phone: text(20).default('') },
        ...{ status: whole(0, 99).optional(), beginTime: time.optional(), endTime: time.optional() },
      }),
      async asks({ status, number, phone, beginTime = 0, endTime, ...wanted }, { shopId }) {
        const endAt = endTime === undefined ? 0 : endTime + 1000
        const sought = { shopId, number, phone, beginAt: beginTime, endAt }
        return foundIn(statesOf(status), (states) =>
          order.searchShopOrders({ ...sought, ...servicePage(wanted), states }),
        )
      },
      shows: ({ total, orders }) => ({ total, records: orders.map(showListed) }),
    }),
    oldRoute('GET /admin/order/statistics', {
      who: staff,
      summary: '各个状态的订单数量统计',
      reads: nothing,
      async asks(_, { shopId }) {
        const { counts } = await order.countShopOrders({ shopId })
        return (wanted: OrderState) => counts.find(({ state }) => state === wanted)?.orders ?? 0
      },
      shows: (ordersIn) => ({
        toBeConfirmed: ordersIn(OrderState.PAID),
        confirmed: ordersIn(OrderState.ACCEPTED),
        deliveryInProgress: ordersIn(OrderState.DELIVERING),
      }),
    }),
    oldRoute('GET /admin/order/details/:id', {
      who: staff,
      summary: '订单详情',
      reads: z.object({ id }),
      asks: (given) => findOrder(order, given.id),
      shows: (found) => showOrder(found, pictures),
    }),
  ]
}

function moveRoutes({ order }: Needs): readonly OldRoute[] {
  return [
    oldRoute('PUT /admin/order/confirm', {
      who: staff,
      summary: '接单',
      words: { ORDER_ALREADY_ACCEPTED: '订单状态错误' },
      reads: z.object({ id }),
      asks: async (given) => order.acceptOrder({ orderId: await idOf(order, given.id) }),
    }),
    oldRoute('PUT /admin/order/delivery/:id', {
      who: staff,
      summary: '派送订单',
      reads: z.object({ id }),
      asks: async (given) => order.dispatchOrder({ orderId: await idOf(order, given.id) }),
    }),
    oldRoute('PUT /admin/order/complete/:id', {
      who: staff,
      summary: '完成订单',
      reads: z.object({ id }),
      asks: async (given) => order.completeOrder({ orderId: await idOf(order, given.id) }),
    }),
  ]
}

function endRoutes({ order }: Needs): readonly OldRoute[] {
  return [
    oldRoute('PUT /admin/order/rejection', {
      who: permitted.serving,
      summary: '拒单',
      reads: z.object({ id, rejectionReason: text(50) }),
      asks: async ({ id: numberId, rejectionReason: note }) =>
        order.rejectOrder({ orderId: await idOf(order, numberId), note }),
    }),
    oldRoute('PUT /admin/order/cancel', {
      who: permitted.serving,
      summary: '取消订单',
      reads: z.object({ id, cancelReason: text(50).default('') }),
      asks: async ({ id: numberId, cancelReason: note }) =>
        order.cancelOrder({ orderId: await idOf(order, numberId), note }),
    }),
  ]
}
