import { z } from 'zod'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { Ids } from '#kit/ids.ts'
import type { Clients } from '../../clients.ts'
import { flag, id, paging, text, time, whole, yuan } from './input.ts'
import { customer, type OldRoute, oldRoute } from './old-route.ts'
import { findOrder, idOf } from './order.ts'
import { foundIn, moneyStateOf, showOrder, statesOf } from './order-shape.ts'
import type { Pictures } from './pictures.ts'
import { localTime, money, servicePage } from './wire.ts'

interface Needs extends Pick<Clients, 'order'> {
  readonly ids: Ids
  readonly pictures: Pictures
}

export function customerOrderRoutes(needs: Needs): readonly OldRoute[] {
  return [submitRoute(needs), payRoute(needs), ...readRoutes(needs), ...moveRoutes(needs)]
}

/**
 * Old clients send no idempotency key. The cart's version stands for it: presses side by side see the same
 * cart and make one order, and a press on the cart that the first one has emptied means that first one again.
 */
function submitRoute({ order, ids }: Needs): OldRoute {
  return oldRoute('POST /user/order/submit', {
    who: customer,
    summary: '用户下单',
    reads: z.object({
      ...{ addressBookId: id.default(''), amount: yuan.optional(), remark: text(100).default('') },
      ...{ estimatedDeliveryTime: time.optional(), deliveryStatus: flag.default(true) },
      ...{ tablewareNumber: whole(0, 99).default(0), tablewareStatus: flag.default(false) },
    }),
    async asks(
      { addressBookId, amount, remark, estimatedDeliveryTime = 0, deliveryStatus, ...rest },
      { shopId },
    ) {
      const deliverAt = deliveryStatus ? 0 : estimatedDeliveryTime
      if (!deliveryStatus && deliverAt === 0)
        throw new Fault('invalid', 'SUBMISSION_INVALID', 'who books a time says which')
      const wish = { shopId, addressId: addressBookId, deliverAt }
      const { cartVersion, lines, amountFen } = await order.quoteCart(wish)
      const { order: placed } = await order.submitOrder({
        orderId: ids.uuid(),
        ...wish,
        idempotencyKey: `old-cart-${shopId}-${lines.length === 0 ? cartVersion - 1 : cartVersion}`,
        expectedAmountFen: amount ?? amountFen,
        remark,
        cutlery: rest.tablewareNumber,
        cutleryByMeal: rest.tablewareStatus,
      })
      assert(placed, 'a submission answers its order')
      return placed
    },
    shows: ({ numberId, number, amountFen, createdAt }) => ({
      id: numberId,
      orderNumber: number,
      orderAmount: money(amountFen),
      orderTime: localTime(createdAt),
    }),
  })
}

function payRoute({ order }: Needs): OldRoute {
  return oldRoute('PUT /user/order/payment', {
    who: customer,
    summary: '订单支付',
    reads: z.object({ orderNumber: text(50) }),
    async asks({ orderNumber }, { clientIp }) {
      const { id: orderId } = await order.findOrder({ number: orderNumber })
      return order.payOrder({ orderId, channel: Channel.WECHAT_JSAPI, clientIp })
    },
    shows: ({ parameters }) => ({
      nonceStr: parameters?.nonceStr ?? '',
      paySign: parameters?.paySign ?? '',
      timeStamp: parameters?.timeStamp ?? '',
      signType: parameters?.signType ?? '',
      packageStr: parameters?.package ?? '',
    }),
  })
}

function readRoutes({ order, pictures }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /user/order/historyOrders', {
      who: customer,
      summary: '历史订单查询',
      reads: z.object({ ...paging, status: whole(0, 99).optional(), payStatus: whole(0, 2).optional() }),
      asks: ({ status, payStatus, ...wanted }) =>
        foundIn(statesOf(status), (states) =>
          order.listOrders({ ...servicePage(wanted), states, money: moneyStateOf(payStatus) }),
        ),
      shows: ({ total, orders }) => ({ total, records: orders.map((each) => showOrder(each, pictures)) }),
    }),
    oldRoute('GET /user/order/orderDetail/:id', {
      who: customer,
      summary: '查询订单详情',
      reads: z.object({ id }),
      asks: (given) => findOrder(order, given.id),
      shows: (found) => showOrder(found, pictures),
    }),
  ]
}

function moveRoutes({ order, ids }: Needs): readonly OldRoute[] {
  return [
    oldRoute('PUT /user/order/cancel/:id', {
      who: customer,
      summary: '取消订单',
      words: { CANCEL_BY_PHONE: '订单状态错误' },
      reads: z.object({ id }),
      asks: async (given) => order.cancelOrder({ orderId: await idOf(order, given.id), note: '' }),
    }),
    oldRoute('POST /user/order/repetition/:id', {
      who: customer,
      summary: '再来一单',
      reads: z.object({ id }),
      asks: async (given) => order.reorderOrder({ orderId: await idOf(order, given.id) }),
    }),
    oldRoute('POST /user/order/refund/:id', {
      who: customer,
      summary: '申请退款',
      reads: z.object({ id, reason: text(200).default('申请退款') }),
      asks: async ({ id: numberId, reason }) =>
        order.openClaim({ orderId: await idOf(order, numberId), reason, idempotencyKey: ids.uuid() }),
    }),
    oldRoute('GET /user/order/reminder/:id', {
      who: customer,
      summary: '客户催单',
      words: { ORDER_MISSING: '订单状态错误' },
      reads: z.object({ id }),
      asks: async (given) => order.remindOrder({ orderId: await idOf(order, given.id) }),
    }),
  ]
}
