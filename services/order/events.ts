import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import {
  ClaimApprovedSchema,
  ClaimOpenedSchema,
  ClaimRefusedSchema,
  ClaimWithdrawnSchema,
  OrderAcceptedSchema,
  OrderCancelledSchema,
  OrderCompletedSchema,
  OrderDispatchedSchema,
  OrderForgottenSchema,
  OrderPaidSchema,
  OrderPlacedSchema,
  OrderRemindedSchema,
  RefundGrantedSchema,
} from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import {
  Channel,
  PaymentLateSchema,
  PaymentSucceededSchema,
  RefundAbnormalSchema,
  RefundSucceededSchema,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { CustomerDeletedSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { type Listening, on } from '#kit/messaging/listen.ts'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { KitTx, Storage } from '#kit/storage/storage.ts'
import type { Claim } from './domain/claim.ts'
import type { OrderEvent } from './domain/move.ts'
import type { Grant, Order } from './domain/order.ts'
import type { Page } from './domain/page.ts'
import type { OrderLine } from './domain/pricing.ts'
import type { Replayed } from './domain/replay.ts'
import type { CustomerStore, OrderNeeds, OrderStore, RefundNews } from './ports.ts'
import type { OrderTables } from './store/tables.ts'
import { settleOrder } from './use-cases/settle-order.ts'

/** Writes an order's event into the outbox of the transaction that makes it true. */
export type Announce = (tx: KitTx, event: OrderEvent | 'OrderReminded', order: Order) => Promise<void>

/** Tells that nothing in an order is personal any more. */
export type AnnounceForgotten = (tx: KitTx, orderId: string) => Promise<void>

export function createAnnounceForgotten(outbox: Outbox): AnnounceForgotten {
  return (tx, orderId) => outbox.announce(tx, OrderForgottenSchema, orderId, { orderId })
}

const schemas = {
  OrderPlaced: OrderPlacedSchema,
  OrderPaid: OrderPaidSchema,
  OrderAccepted: OrderAcceptedSchema,
  OrderDispatched: OrderDispatchedSchema,
  OrderCompleted: OrderCompletedSchema,
  OrderCancelled: OrderCancelledSchema,
  OrderReminded: OrderRemindedSchema,
} as const

export function createAnnounce(outbox: Outbox): Announce {
  return (tx, event, order) => outbox.announce(tx, schemas[event], order.id, messageOf(event, order))
}

/** The same for what is done about an order's money beside moving it. */
export interface AnnounceAfterSales {
  granted(tx: KitTx, order: Order, grant: Grant): Promise<void>
  /** As what it now is: opened, withdrawn, approved or refused. */
  claimed(tx: KitTx, claim: Claim): Promise<void>
}

export function createAnnounceAfterSales(outbox: Outbox): AnnounceAfterSales {
  return {
    granted(tx, { id: orderId, number, shopId, customerId, version }, { n, amountFen }) {
      const named = { orderId, number, shopId, customerId, version }
      return outbox.announce(tx, RefundGrantedSchema, orderId, { ...named, n, amountFen })
    },
    async claimed(tx, { id: claimId, orderId, orderNumber: number, shopId, customerId, ...claim }) {
      const named = { claimId, orderId, number, shopId, customerId }
      const { askedFen, grantedFen, answer } = claim
      switch (claim.state) {
        case 'OPEN':
          return outbox.announce(tx, ClaimOpenedSchema, orderId, { ...named, askedFen })
        case 'WITHDRAWN':
          return outbox.announce(tx, ClaimWithdrawnSchema, orderId, named)
        case 'APPROVED':
          return outbox.announce(tx, ClaimApprovedSchema, orderId, { ...named, grantedFen, answer })
        case 'REFUSED':
          return outbox.announce(tx, ClaimRefusedSchema, orderId, { ...named, answer })
        default:
          // What lapses does so with its order, whose own event tells of it.
          return undefined
      }
    },
  }
}

/** A page of events told once more, each kind by itself. */
export function replayMessage({ items, next: nextCursor }: Page<Replayed>) {
  const told = (event: OrderEvent) =>
    items.filter((item) => item.event === event).map(({ order }) => messageOf(event, order))
  return {
    placed: told('OrderPlaced'),
    paid: told('OrderPaid'),
    accepted: told('OrderAccepted'),
    dispatched: told('OrderDispatched'),
    completed: told('OrderCompleted'),
    cancelled: told('OrderCancelled'),
    nextCursor,
  }
}

function messageOf(event: OrderEvent | 'OrderReminded', order: Order) {
  const { id, number, shopId, customerId, version, amountFen } = order
  const named = { orderId: id, number, shopId, customerId, version }
  switch (event) {
    case 'OrderPlaced':
      return {
        ...{ ...named, amountFen, payDeadline: order.payDeadline },
        ...{ placedAt: order.createdAt, lines: order.lines.map(soldLine) },
      }
    case 'OrderPaid':
      return {
        ...named,
        amountFen,
        attemptId: order.winnerId,
        channel: channelOf(order),
        deliverAt: order.deliverAt,
      }
    case 'OrderAccepted':
      return { ...named, estimatedAt: order.estimatedAt }
    case 'OrderCompleted':
      return { ...named, amountFen, completedAt: order.updatedAt }
    case 'OrderCancelled': {
      const { cancelReason, cancelNote } = order
      return { ...named, cancelReason, cancelNote, refundDue: order.refunds.length > 0 }
    }
    case 'OrderReminded':
      return { ...named, reminders: order.reminders }
    default:
      return named
  }
}

function soldLine({ item, parts: _, image: __, ...line }: OrderLine) {
  return { ...line, kind: ItemKind[item.kind], itemId: item.id }
}

/** Of earlier attempts the order no longer knows how they were to be paid. */
function channelOf({ attempt, winnerId }: Order): Channel {
  return attempt?.id === winnerId ? Channel[attempt.channel] : Channel.UNSPECIFIED
}

/** Verbs on the transaction in which a message takes effect. */
export interface StoresOn {
  orders(storage: Storage<OrderTables>): OrderStore
  customers(storage: Storage<OrderTables>): CustomerStore
}

/** What the order service does when payment speaks, and when a customer has gone. */
export function listenings(
  needs: Pick<OrderNeeds, 'clock' | 'rules'>,
  { orders: storeOn, customers }: StoresOn,
): readonly Listening<OrderTables>[] {
  type Paid = { orderId: string; attemptId: string; amountFen: number; paidAt: number }
  type Refunded = { orderId: string; attemptId: string; n: number }
  const settle = (storage: Storage<OrderTables>, { orderId, ...paid }: Paid, late: boolean) =>
    settleOrder({ ...needs, store: storeOn(storage) }, orderId, { ...paid, late })
  const record = (
    storage: Storage<OrderTables>,
    { orderId, attemptId, n }: Refunded,
    come: Pick<RefundNews, 'state' | 'at'>,
  ) => storeOn(storage).recordRefundState(orderId, { attemptId, n, ...come })
  return [
    on(PaymentSucceededSchema, (event, storage: Storage<OrderTables>) => settle(storage, event, false)),
    on(PaymentLateSchema, (event, storage: Storage<OrderTables>) => settle(storage, event, true)),
    on(RefundSucceededSchema, (event, storage: Storage<OrderTables>) =>
      record(storage, event, { state: 'DONE', at: event.refundedAt }),
    ),
    on(RefundAbnormalSchema, (event, storage: Storage<OrderTables>) =>
      record(storage, event, { state: 'ABNORMAL', at: needs.clock.now() }),
    ),
    on(CustomerDeletedSchema, ({ customerId }, storage: Storage<OrderTables>) =>
      customers(storage).closeForGood(customerId, needs.clock.now()),
    ),
  ]
}
