import {
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
  OrderRemindedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { RefundSucceededSchema } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { type Listening, on, type Watching, watch } from '#kit/messaging/listen.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { Fact, FactType } from './domain/notice.ts'
import type { PushNeeds, PushStore } from './ports.ts'
import type { PushTables } from './store.ts'
import { tellFact } from './use-cases/tell-fact.ts'

type Needs = Pick<PushNeeds, 'bells' | 'clock'>
type StoreOver = (storage: Storage<PushTables>) => PushStore

/** What every event of an order carries. */
interface OrderEvent {
  readonly orderId: string
  readonly number: string
  readonly shopId: string
  readonly customerId: string
}

const orderEvents = [
  { event: OrderPlacedSchema, type: 'order.placed' },
  { event: OrderPaidSchema, type: 'order.paid' },
  { event: OrderAcceptedSchema, type: 'order.accepted' },
  { event: OrderDispatchedSchema, type: 'order.dispatched' },
  { event: OrderCompletedSchema, type: 'order.completed' },
  { event: OrderCancelledSchema, type: 'order.cancelled' },
] as const

export function listensOf(needs: Needs, storeOver: StoreOver): readonly Listening<PushTables>[] {
  const tell = (storage: Storage<PushTables>, fact: Fact) =>
    tellFact({ ...needs, store: storeOver(storage) }, fact)

  return [
    ...orderEvents.map(({ event, type }) =>
      on<typeof event, PushTables>(event, (told, storage) => tell(storage, factOf(type, told, told.orderId))),
    ),
    on<typeof OrderRemindedSchema, PushTables>(OrderRemindedSchema, (told, storage) =>
      tell(storage, factOf('order.reminded', told, `${told.orderId}:${told.reminders}`)),
    ),
    on<typeof RefundSucceededSchema, PushTables>(RefundSucceededSchema, async (told, storage) => {
      const order = await storeOver(storage).findOrder(told.orderId)
      // Events of another service may come first; this one is offered again until the order is known.
      if (!order) throw new Error('the refunded order is not known yet')
      const { n, amountFen } = told
      const ref = `${told.attemptId}-R${n}`
      await tell(storage, { type: 'refund.succeeded', order, ref, details: { n, amountFen } })
    }),
  ]
}

/** Every process rings for its own streams; refunds do not say whose they are, so those wait for the poll. */
export function watchesOf({ bells }: Pick<PushNeeds, 'bells'>): readonly Watching[] {
  const ring = ({ shopId, customerId }: OrderEvent) => {
    bells.ring(`customer:${customerId}`)
    bells.ring(`shop:${shopId}`)
  }
  return [...orderEvents.map(({ event }) => watch(event, ring)), watch(OrderRemindedSchema, ring)]
}

function factOf(type: FactType, told: OrderEvent, ref: string): Fact {
  const { orderId: id, number, shopId, customerId, ...details } = told
  return { type, order: { id, number, shopId, customerId }, ref, details: detailsOf(details) }
}

/** What was sold and how it was paid is for those who count; people are told the rest. */
function detailsOf(told: object): Fact['details'] {
  const uncounted = Object.entries(told).filter(([name]) => !forCounting.has(name))
  return Object.fromEntries(uncounted)
}

const forCounting: ReadonlySet<string> = new Set(['placedAt', 'lines', 'attemptId', 'channel'])
