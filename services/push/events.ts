import { SoldOutSchema, StockLowSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import {
  ClaimApprovedSchema,
  ClaimOpenedSchema,
  ClaimRefusedSchema,
  ClaimWithdrawnSchema,
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
  OrderRemindedSchema,
  RefundGrantedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import {
  RefundAbnormalSchema,
  RefundSucceededSchema,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { CustomerDeletedSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Listening, on, type Watching, watch } from '#kit/messaging/listen.ts'
import type { Storage } from '#kit/storage/storage.ts'
import type { Fact, FactType } from './domain/notice.ts'
import type { StockNews } from './domain/stock.ts'
import type { PushNeeds, PushStore } from './ports.ts'
import type { PushTables } from './store/tables.ts'
import { tellFact } from './use-cases/tell-fact.ts'
import { tellStock } from './use-cases/tell-stock.ts'

type Needs = Pick<PushNeeds, 'bells' | 'clock' | 'rules'>
type StoreOver = (storage: Storage<PushTables>) => PushStore

/** What every event of an order carries. */
interface OrderEvent {
  readonly orderId: string
  readonly number: string
  readonly shopId: string
  readonly customerId: string
  /** Only where the order itself moved. */
  readonly version?: number
}

const orderEvents = [
  { event: OrderPlacedSchema, type: 'order.placed' },
  { event: OrderPaidSchema, type: 'order.paid' },
  { event: OrderAcceptedSchema, type: 'order.accepted' },
  { event: OrderDispatchedSchema, type: 'order.dispatched' },
  { event: OrderCompletedSchema, type: 'order.completed' },
  { event: OrderCancelledSchema, type: 'order.cancelled' },
] as const

const claimEvents = [
  { event: ClaimOpenedSchema, type: 'claim.opened' },
  { event: ClaimWithdrawnSchema, type: 'claim.withdrawn' },
  { event: ClaimApprovedSchema, type: 'claim.approved' },
  { event: ClaimRefusedSchema, type: 'claim.refused' },
] as const

/** What an event of a refund carries; it does not say whose the order is. */
interface RefundEvent {
  readonly orderId: string
  readonly attemptId: string
  readonly n: number
  readonly amountFen: number
}

export function listensOf(needs: Needs, storeOver: StoreOver): readonly Listening<PushTables>[] {
  const tell = (storage: Storage<PushTables>, fact: Fact) =>
    tellFact({ ...needs, store: storeOver(storage) }, fact)

  async function tellRefund(storage: Storage<PushTables>, type: FactType, told: RefundEvent): Promise<void> {
    const found = await storeOver(storage).findOrder(told.orderId)
    // Events of another service may come first; this one is offered again until the order is known.
    if (!found) throw new Error('the refunded order is not known yet')
    const { attemptId, n, amountFen } = told
    const ref = `${attemptId}-R${n}`
    await tell(storage, { type, order: found.order, ref, version: 0, details: { n, amountFen } })
  }

  return [
    ...orderEvents.map(({ event, type }) =>
      on<typeof event, PushTables>(event, (told, storage) => tell(storage, factOf(type, told, told.orderId))),
    ),
    on<typeof OrderRemindedSchema, PushTables>(OrderRemindedSchema, (told, storage) =>
      tell(storage, { ...factOf('order.reminded', told, `${told.orderId}:${told.reminders}`), version: 0 }),
    ),
    ...claimEvents.map(({ event, type }) =>
      on<typeof event, PushTables>(event, (told, storage) =>
        tell(storage, { ...factOf(type, told, told.claimId), version: 0 }),
      ),
    ),
    on<typeof RefundGrantedSchema, PushTables>(RefundGrantedSchema, (told, storage) =>
      tell(storage, { ...factOf('refund.granted', told, `${told.orderId}:${told.n}`), version: 0 }),
    ),
    on<typeof RefundSucceededSchema, PushTables>(RefundSucceededSchema, (told, storage) =>
      tellRefund(storage, 'refund.succeeded', told),
    ),
    on<typeof RefundAbnormalSchema, PushTables>(RefundAbnormalSchema, (told, storage) =>
      tellRefund(storage, 'refund.failed', told),
    ),
    ...stockListens(needs, storeOver),
    on<typeof CustomerDeletedSchema, PushTables>(CustomerDeletedSchema, ({ customerId }, storage) =>
      storeOver(storage).closeAudience(`customer:${customerId}`),
    ),
  ]
}

function stockListens(needs: Needs, storeOver: StoreOver): readonly Listening<PushTables>[] {
  const warn = (storage: Storage<PushTables>, news: StockNews) =>
    tellStock({ ...needs, store: storeOver(storage) }, news)

  return [
    on<typeof StockLowSchema, PushTables>(StockLowSchema, (told, storage) =>
      warn(storage, { type: 'stock.low', ...told }),
    ),
    on<typeof SoldOutSchema, PushTables>(SoldOutSchema, (told, storage) =>
      warn(storage, { type: 'stock.soldOut', ...told }),
    ),
  ]
}

/** Every process rings for its own streams; refunds do not say whose they are, so those wait for the poll. */
export function watchesOf({ bells }: Pick<PushNeeds, 'bells'>): readonly Watching[] {
  const ring = ({ shopId, customerId }: OrderEvent) => {
    bells.ring(`customer:${customerId}`)
    bells.ring(`shop:${shopId}`)
  }
  const told = [...orderEvents, ...claimEvents].map(({ event }) => watch<typeof event>(event, ring))
  const ringShop = ({ shopId }: { readonly shopId: string }) => bells.ring(`shop:${shopId}`)
  const stock = [watch(StockLowSchema, ringShop), watch(SoldOutSchema, ringShop)]
  return [...told, ...stock, watch(OrderRemindedSchema, ring), watch(RefundGrantedSchema, ring)]
}

function factOf(type: FactType, told: OrderEvent, ref: string): Fact {
  const { orderId: id, number, shopId, customerId, ...details } = told
  const { version = 0 } = told
  return { type, order: { id, number, shopId, customerId }, ref, version, details: detailsOf(details) }
}

/**
 * What was sold and how it was paid is for those who count; people are told the rest. What customers say when
 * they cancel stands in the order alone, where it can be forgotten.
 */
function detailsOf(told: object): Fact['details'] {
  const isSaid = 'cancelReason' in told && told.cancelReason === 'CUSTOMER'
  const details = Object.entries(told).filter(([name]) => !forCounting.has(name))
  return Object.fromEntries(isSaid ? details.filter(([name]) => name !== 'cancelNote') : details)
}

const forCounting: ReadonlySet<string> = new Set(['placedAt', 'lines', 'attemptId', 'channel'])
