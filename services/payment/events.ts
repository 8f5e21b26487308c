import { OrderCompletedSchema, OrderForgottenSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import {
  PaymentLateSchema,
  PaymentSucceededSchema,
  RefundAbnormalSchema,
  RefundSucceededSchema,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { type Listening, on } from '#kit/messaging/listen.ts'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { KitTx, Storage } from '#kit/storage/storage.ts'
import type { Attempt } from './domain/attempt.ts'
import type { Payment } from './domain/payment.ts'
import type { Refund } from './domain/refund.ts'
import type { PaymentStore } from './ports.ts'
import type { PaymentTables } from './store/tables.ts'
import { bookRevenue } from './use-cases/book-revenue.ts'

/** Writes events into the outbox of the transaction that makes them true. */
export interface Announce {
  settled(tx: KitTx, attempt: Attempt, payment: Payment, state: 'PAID' | 'LATE'): Promise<void>
  refunded(tx: KitTx, refund: Refund, state: 'SUCCESS' | 'ABNORMAL'): Promise<void>
}

export function createAnnounce(outbox: Outbox): Announce {
  return {
    settled(tx, { id: attemptId, orderId, n }, { amountFen, paidAt }, state) {
      const schema = state === 'PAID' ? PaymentSucceededSchema : PaymentLateSchema
      return outbox.announce(tx, schema, orderId, { orderId, attemptId, n, amountFen, paidAt })
    },
    refunded(tx, refund, state) {
      const { refundedAt: _, ...abnormal } = succeededMessage(refund)
      return state === 'SUCCESS'
        ? outbox.announce(tx, RefundSucceededSchema, refund.orderId, succeededMessage(refund))
        : outbox.announce(tx, RefundAbnormalSchema, refund.orderId, abnormal)
    },
  }
}

/** Refunds as they are announced when they have succeeded. */
export function succeededMessage({ orderId, attemptId, n, amountFen, refundedAt }: Refund) {
  return { orderId, attemptId, n, amountFen, refundedAt }
}

/** What payment does when the order speaks. */
export function listenings(
  storeOn: (storage: Storage<PaymentTables>) => PaymentStore,
): readonly Listening<PaymentTables>[] {
  return [
    on(OrderCompletedSchema, (event, storage: Storage<PaymentTables>) =>
      bookRevenue({ store: storeOn(storage) }, event),
    ),
    on(OrderForgottenSchema, ({ orderId }, storage: Storage<PaymentTables>) =>
      storeOn(storage).forgetPayer(orderId),
    ),
  ]
}
