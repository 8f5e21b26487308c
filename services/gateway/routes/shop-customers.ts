import { z } from 'zod'
import type { ConsigneeSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { CustomerSort, type ShopCustomerSchema } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import { byShop, count, momentOf, pageOf, permitted, shopRead, text, textOrNull } from '../http.ts'

const shopCustomerShape = z
  .strictObject({
    customerId: z.string(),
    /** As on the last order; null where that tells it no more. */
    consignee: z.string().nullable(),
    /** 138****5678 */
    maskedPhone: z.string().nullable(),
    /** Those completed. */
    orders: z.int(),
    /** Less what went back of them. */
    spentFen: z.int(),
    firstOrderAt: z.string(),
    lastOrderAt: z.string(),
  })
  .meta({ id: 'ShopCustomer' })

export function shopCustomerRoutes({ report, order }: Pick<Clients, 'report' | 'order'>): readonly Route[] {
  const listShopCustomers = route({
    ...shopRead,
    audience: permitted.reports,
    tag: 'reports',
    name: 'listShopCustomers',
    method: 'GET',
    path: '/v1/shops/:shopId/customers',
    summary: 'Who has had completed orders of the shop: last ordered first, or most spent first',
    params: byShop,
    query: z.strictObject({
      sort: z.enum(['LAST_ORDER', 'SPENT']).default('LAST_ORDER'),
      cursor: text(80).default(''),
      limit: count(1, 100).default(20),
    }),
    replies: { 200: pageOf(shopCustomerShape) },
    async handler({ params, query: { sort, ...page } }) {
      const asked = { ...params, ...page, sort: CustomerSort[sort] }
      const { customers, nextCursor } = await report.listCustomers(asked)
      const orderIds = customers.map(({ lastOrderId }) => lastOrderId)
      const { consignees } = await order.listConsignees({ ...params, orderIds })
      const byOrder = new Map(consignees.map((one) => [one.orderId, one]))
      const items = customers.map((one) => shapeShopCustomer(one, byOrder.get(one.lastOrderId)))
      return answer(200, { items, nextCursor: textOrNull(nextCursor) })
    },
  })
  return [listShopCustomers]
}

type Consignee = PlainOf<typeof ConsigneeSchema>

function shapeShopCustomer(customer: PlainOf<typeof ShopCustomerSchema>, consignee: Consignee | undefined) {
  const { lastOrderId: _, ...told } = customer
  return {
    ...told,
    consignee: textOrNull(consignee?.name ?? ''),
    maskedPhone: textOrNull(consignee?.maskedPhone ?? ''),
    firstOrderAt: momentOf(customer.firstOrderAt),
    lastOrderAt: momentOf(customer.lastOrderAt),
  }
}
