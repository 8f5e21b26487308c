import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { Channel, RefundSucceededSchema } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { CustomerDeletedSchema, CustomerRegisteredSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Listening, on } from '#kit/messaging/listen.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { Channel as ChannelName, News, State } from './domain/fact.ts'
import type { ReportNeeds } from './ports.ts'
import type { ReportTables } from './store/tables.ts'
import { createReportStore } from './store.ts'
import { countCustomer } from './use-cases/count-customer.ts'
import { countDeparture } from './use-cases/count-departure.ts'
import { learnNews } from './use-cases/learn-news.ts'

type Paid = PlainOf<typeof OrderPaidSchema>
type Placed = PlainOf<typeof OrderPlacedSchema>
type Completed = PlainOf<typeof OrderCompletedSchema>
type Refunded = PlainOf<typeof RefundSucceededSchema>

/** What every event of an order carries. */
interface OrderEvent {
  readonly orderId: string
  readonly shopId: string
  readonly customerId: string
  readonly version: number
}

/** What each event tells of its order. */
export const newsOf = {
  placed: (told: Placed): News => ({ ...standing(told, 'PENDING'), placed: placedIn(told) }),
  paid: (told: Paid): News => ({ ...standing(told, 'PAID'), paid: paidIn(told) }),
  accepted: (told: OrderEvent): News => standing(told, 'ACCEPTED'),
  dispatched: (told: OrderEvent): News => standing(told, 'DELIVERING'),
  completed: (told: Completed): News => ({
    ...standing(told, 'COMPLETED'),
    completed: { at: told.completedAt, amountFen: told.amountFen },
  }),
  cancelled: (told: OrderEvent): News => standing(told, 'CANCELLED'),
  refunded: ({ attemptId, n, amountFen, refundedAt: at }: Refunded): News => ({
    refund: { attemptId, n, amountFen, at },
  }),
} as const

export function listensOf({ rule }: Pick<ReportNeeds, 'rule'>): readonly Listening<ReportTables>[] {
  const needs = (storage: Storage<ReportTables>) => ({ rule, store: createReportStore(storage) })
  const learn = <Told extends { readonly orderId: string }>(news: (told: Told) => News) => {
    return (told: Told, storage: Storage<ReportTables>) => learnNews(needs(storage), told.orderId, news(told))
  }
  return [
    on(OrderPlacedSchema, learn(newsOf.placed)),
    on(OrderPaidSchema, learn(newsOf.paid)),
    on(OrderAcceptedSchema, learn(newsOf.accepted)),
    on(OrderDispatchedSchema, learn(newsOf.dispatched)),
    on(OrderCompletedSchema, learn(newsOf.completed)),
    on(OrderCancelledSchema, learn(newsOf.cancelled)),
    on(RefundSucceededSchema, learn(newsOf.refunded)),
    on(CustomerRegisteredSchema, ({ customerId: id, registeredAt }, storage: Storage<ReportTables>) =>
      countCustomer(needs(storage), { id, registeredAt }),
    ),
    on(CustomerDeletedSchema, ({ customerId: id, deletedAt }, storage: Storage<ReportTables>) =>
      countDeparture(needs(storage), { id, deletedAt }),
    ),
  ]
}

function standing({ shopId, customerId, version }: OrderEvent, state: State): News {
  return { shopId, customerId, stands: { state, version } }
}

function placedIn({ placedAt: at, amountFen, lines }: Placed) {
  const sold = lines.map(({ kind, ...line }) => {
    return { ...line, kind: kind === ItemKind.SET_MEAL ? ('SET_MEAL' as const) : ('DISH' as const) }
  })
  return { at, amountFen, lines: sold }
}

function paidIn({ attemptId, channel }: Paid) {
  return { attemptId, channel: (Channel[channel] ?? 'UNSPECIFIED') as ChannelName }
}
