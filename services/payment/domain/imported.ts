import { Fault } from '#kit/fault.ts'
import type { Attempt } from './attempt.ts'
import { type Entry, paidEntries, refundEntries, revenueEntries } from './journal.ts'
import { type Refund, refundIdOf } from './refund.ts'

/** A payment that another installation took, and what became of it. */
export interface ImportedPayment {
  readonly attemptId: string
  readonly orderId: string
  readonly amountFen: number
  readonly paidAt: number
  /** When its order was over. */
  readonly endedAt: number
  readonly end: 'EARNED' | 'REFUNDED' | 'REFUND_UNKNOWN' | 'EARNED_AND_REFUNDED'
}

/** What the books hold of it. */
export interface ImportedBooks {
  readonly attempt: Attempt
  readonly refund: Refund | null
  readonly bookings: readonly Booking[]
}

interface Booking {
  readonly txId: string
  readonly ref: string
  readonly at: number
  readonly entries: readonly Entry[]
}

export const importedMax = 500
/** Why it went back nobody has told us; what goes back here has other reasons. */
export const importedReason = 'imported'

/** The books as they would be had it been taken here. Throws PAYMENT_INVALID where it cannot have been. */
export function importedBooks(given: ImportedPayment): ImportedBooks {
  const { attemptId: id, orderId, amountFen, paidAt } = given
  if (id === '' || orderId === '' || amountFen < 1 || paidAt < 1 || given.endedAt < paidAt)
    throw new Fault('invalid', 'PAYMENT_INVALID', `payment ${id} cannot have been`)
  return {
    attempt: {
      ...{ id, orderId, amountFen, paidAt, n: 1, channel: 'IMPORTED', state: 'PAID', createdAt: paidAt },
      ...{ openid: '', clientIp: '', description: '', expiresAt: paidAt, prepayRef: '', transaction: '' },
    },
    refund: refundOf(given),
    bookings: [{ txId: `paid:${id}`, ref: id, at: paidAt, entries: paidEntries(amountFen) }, ...endOf(given)],
  }
}

function endOf({ attemptId, orderId, amountFen, endedAt: at, end }: ImportedPayment): readonly Booking[] {
  const refundId = refundIdOf(attemptId, 1)
  const earned = {
    txId: `revenue:${orderId}`,
    ref: orderId,
    at,
    entries: revenueEntries(amountFen, amountFen),
  }
  const refunded = (depositFen: number) => {
    return { txId: `refund:${refundId}`, ref: refundId, at, entries: refundEntries(amountFen, depositFen) }
  }
  if (end === 'EARNED') return [earned]
  if (end === 'REFUNDED') return [refunded(amountFen)]
  return end === 'EARNED_AND_REFUNDED' ? [earned, refunded(0)] : []
}

function refundOf({ attemptId, orderId, amountFen, endedAt, end }: ImportedPayment): Refund | null {
  if (end === 'EARNED') return null
  const isDone = end !== 'REFUND_UNKNOWN'
  return {
    ...{ id: refundIdOf(attemptId, 1), orderId, attemptId, n: 1, amountFen, reason: importedReason },
    ...{ state: isDone ? 'SUCCESS' : 'ABNORMAL', createdAt: endedAt, refundedAt: isDone ? endedAt : 0 },
  }
}
