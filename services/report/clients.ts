import { OrderService } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { PaymentService } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { News } from './domain/fact.ts'
import { newsOf } from './events.ts'
import type { OfOrder, Sources } from './ports.ts'

export function sourcesOf(client: Surroundings['client']): Sources {
  const [order, payment, user] = [client(OrderService), client(PaymentService), client(UserService)]
  return {
    async orders(cursor) {
      const { nextCursor: next, ...told } = await asReport(() => order.replayEvents({ cursor }))
      const items = [
        ...told.placed.map(toldBy(newsOf.placed)),
        ...told.paid.map(toldBy(newsOf.paid)),
        ...told.accepted.map(toldBy(newsOf.accepted)),
        ...told.dispatched.map(toldBy(newsOf.dispatched)),
        ...told.completed.map(toldBy(newsOf.completed)),
        ...told.cancelled.map(toldBy(newsOf.cancelled)),
      ]
      return { items, next }
    },
    async refunds(cursor) {
      const { nextCursor: next, refunds } = await asReport(() => payment.replayEvents({ cursor }))
      return { items: refunds.map(toldBy(newsOf.refunded)), next }
    },
    async customers(cursor) {
      const { nextCursor: next, ...told } = await asReport(() => user.replayEvents({ cursor }))
      const customers = told.customers.map(({ customerId: id, registeredAt }) => ({ id, registeredAt }))
      const departures = told.deleted.map(({ customerId: id, deletedAt }) => ({ id, deletedAt }))
      return { items: [...customers, ...departures], next }
    },
  }
}

function toldBy<Told extends { readonly orderId: string }>(news: (told: Told) => News) {
  return (told: Told): OfOrder => ({ orderId: told.orderId, news: news(told) })
}

/** Each page in its own time, however long the whole takes. */
function asReport<T>(ask: () => Promise<T>): Promise<T> {
  return withContext({ ...outsideContext, by: { kind: 'system', id: 'report' } }, ask)
}
