import {
  AttemptState,
  Channel,
  ImportedEnd,
  type ImportedPaymentSchema,
  PaymentService,
  RefundState,
} from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import { type Served, serve } from '#kit/rpc/service.ts'
import type { Attempt } from './domain/attempt.ts'
import { assertMayReadBooks, assertSystem } from './domain/authority.ts'
import type { ImportedPayment } from './domain/imported.ts'
import type { Refund } from './domain/refund.ts'
import { succeededMessage } from './events.ts'
import type { PaymentNeeds, PaymentParameters } from './ports.ts'
import { closeAttempt } from './use-cases/close-attempt.ts'
import { importPayments } from './use-cases/import-payments.ts'
import { listPayments } from './use-cases/list-payments.ts'
import { prepareAttempt } from './use-cases/prepare-attempt.ts'
import { queryAttempt } from './use-cases/query-attempt.ts'
import { receiveNotification } from './use-cases/receive-notification.ts'
import { reconcileDay } from './use-cases/reconcile-day.ts'
import { refundAttempt } from './use-cases/refund-attempt.ts'
import { replayEvents } from './use-cases/replay-events.ts'

export function paymentRpc(needs: PaymentNeeds): Served {
  const by = () => currentContext().by
  return serve(PaymentService, {
    async prepareAttempt(request) {
      assertSystem(by())
      const { attempt, parameters } = await prepareAttempt(needs, {
        ...request,
        channel: channelOf(request.channel),
      })
      return attemptMessage(attempt, parameters)
    },
    async closeAttempt(request) {
      assertSystem(by())
      return attemptMessage(await closeAttempt(needs, request))
    },
    async queryAttempt({ attemptId }) {
      assertSystem(by())
      return attemptMessage(await queryAttempt(needs, attemptId))
    },
    async refundAttempt(request) {
      assertSystem(by())
      return refundMessage(await refundAttempt(needs, request))
    },
    async replayEvents({ cursor }) {
      assertSystem(by())
      const { refunds, nextCursor } = await replayEvents(needs, cursor)
      return { refunds: refunds.map(succeededMessage), nextCursor }
    },
    async importPayments({ payments }) {
      assertSystem(by())
      return { imported: await importPayments(needs, payments.map(importedOf)) }
    },
    async receiveNotification({ headers, body }) {
      await receiveNotification(needs, headers, body)
      return {}
    },
    async listPayments({ orderId }) {
      assertMayReadBooks(by())
      const { attempts, refunds } = await listPayments(needs, orderId)
      return {
        attempts: attempts.map((attempt) => attemptMessage(attempt)),
        refunds: refunds.map(refundMessage),
      }
    },
    async reconcileDay({ day }) {
      assertMayReadBooks(by())
      return reconcileDay(needs, day)
    },
  })
}

function attemptMessage(attempt: Attempt, parameters: PaymentParameters | null = null) {
  const { id, orderId, n, amountFen, paidAt } = attempt
  return {
    id,
    orderId,
    n,
    state: AttemptState[attempt.state],
    amountFen,
    channel: isOwn(attempt.channel) ? Channel[attempt.channel] : Channel.UNSPECIFIED,
    paidAt,
    ...(parameters ? { parameters } : {}),
  }
}

function isOwn(channel: Attempt['channel']): channel is 'WECHAT_JSAPI' | 'WECHAT_H5' {
  return channel === 'WECHAT_JSAPI' || channel === 'WECHAT_H5'
}

const endOf = {
  [ImportedEnd.EARNED]: 'EARNED',
  [ImportedEnd.REFUNDED]: 'REFUNDED',
  [ImportedEnd.REFUND_UNKNOWN]: 'REFUND_UNKNOWN',
  [ImportedEnd.EARNED_AND_REFUNDED]: 'EARNED_AND_REFUNDED',
} as const

function importedOf({ end, ...payment }: PlainOf<typeof ImportedPaymentSchema>): ImportedPayment {
  if (end === ImportedEnd.UNSPECIFIED)
    throw new Fault('invalid', 'PAYMENT_INVALID', 'an imported payment says what became of it')
  return { ...payment, end: endOf[end] }
}

function refundMessage({ id, attemptId, n, amountFen, state }: Refund) {
  return { id, attemptId, n, amountFen, state: RefundState[state] }
}

function channelOf(channel: Channel): 'WECHAT_JSAPI' | 'WECHAT_H5' {
  if (channel === Channel.WECHAT_JSAPI) return 'WECHAT_JSAPI'
  if (channel === Channel.WECHAT_H5) return 'WECHAT_H5'
  throw new Fault('invalid', 'PAYMENT_INVALID', 'a channel must be chosen')
}
