import type { Clock } from '#kit/clock.ts'
import type { Attempt } from './domain/attempt.ts'
import type { ImportedBooks } from './domain/imported.ts'
import type { Closing } from './domain/opening.ts'
import type { Merchant, Payment, Settlement } from './domain/payment.ts'
import type { BillRow, Books, Day, Difference } from './domain/reconciliation.ts'
import type { Refund, RefundAnswer, RefundWish } from './domain/refund.ts'
import type { Pauses } from './domain/schedule.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface PaymentNeeds {
  readonly store: PaymentStore
  readonly provider: PaymentProvider
  readonly alarm: Alarm
  readonly clock: Clock
  readonly merchant: () => Merchant
  readonly rules: () => Rules
}

/** What the installation decides; durations in ms. */
export interface Rules {
  readonly queryPauses: Pauses
  readonly refundPauses: Pauses
  /** After a close, when to look once more whether it held. */
  readonly closedCheckMs: number
  /** How long after the end of a day its bill is there. */
  readonly billAfterMs: number
  readonly feeBasisPoints: number
}

/** Calls a person: something about money is not as it must be. */
export type Alarm = (what: string, facts: Readonly<Record<string, string | number>>) => void

export interface PaymentStore {
  /** Stores the attempt as INIT, or answers the one there is; refuses while an earlier one is not CLOSED. */
  openAttempt(attempt: Attempt, queryAt: number): Promise<Attempt>
  findAttempt(attemptId: string): Promise<Attempt | null>
  /** INIT becomes PREPAID; answers the attempt as it then is. */
  recordPrepaid(attemptId: string, prepayRef: string): Promise<Attempt>
  /** INIT or PREPAID becomes CLOSING, an unknown attempt a CLOSED tombstone; answers what it then is. */
  beginClosing(closing: Closing, at: number, queryAt: number): Promise<Attempt>
  /** What is open becomes CLOSED and is looked at once more at `checkAt`; answers what it then is. */
  recordClosed(attemptId: string, checkAt: number): Promise<Attempt>
  /** State, journal, event, notification and reconciliation together; false where the attempt has moved. */
  recordSettlement(settlement: Settlement, occasion: Occasion): Promise<boolean>
  askAgain(attemptId: string, at: number): Promise<void>
  /** The attempt that a provider's transaction has paid. */
  holderOf(transaction: string): Promise<string | null>

  /** Stores the refund, or answers the one that is there; refuses more than was paid. */
  openRefund(wish: RefundWish, refund: Refund, queryAt: number): Promise<Refund>
  /** ABNORMAL becomes REQUESTED and is asked about again; answers the refund as it then is. */
  reopenRefund(refundId: string, at: number, queryAt: number): Promise<Refund>
  findRefund(refundId: string): Promise<Refund | null>
  /** Refunds of all orders that have succeeded, behind an id and by their ids. */
  listSucceeded(refundId: string, limit: number): Promise<readonly Refund[]>
  /** State, journal and event together, once; answers the refund as it then is. */
  recordRefund(answer: RefundAnswer, occasion: Occasion): Promise<Refund>
  /** A refund that the provider knew first; false where it is there already or more than was paid. */
  importRefund(answer: RefundAnswer, at: number): Promise<boolean>
  askRefundAgain(refundId: string, at: number): Promise<void>

  /** What a notification did before, or null where it is new. */
  resultOf(eventId: string): Promise<NoticeResult | null>
  /** Keeps a difference, and the notification that showed it; tells whether the difference is new. */
  recordDifference(difference: Difference, occasion: Occasion & { readonly day: string }): Promise<boolean>
  recordNotice(event: ProviderEvent, result: NoticeResult, at: number): Promise<void>

  paymentsOf(
    orderId: string,
  ): Promise<{ readonly attempts: readonly Attempt[]; readonly refunds: readonly Refund[] }>
  /** Our books of a day and of everything that its bill names. */
  booksOf(day: Day, bill: readonly BillRow[]): Promise<Books>
  reconcileAt(day: string, at: number): Promise<void>

  /** Removes from an order's attempts who paid, and from where. */
  forgetPayer(orderId: string): Promise<void>
  /** Revenue of a completed order, once; nothing where nobody paid for it by this service. */
  bookRevenue(orderId: string, amountFen: number, at: number): Promise<void>
  /** Writes payments of another installation that are not here yet; answers how many. */
  importPayments(books: readonly ImportedBooks[], at: number): Promise<number>
}

/** When something is recorded, and the notification that brought it. */
export interface Occasion {
  readonly at: number
  readonly event?: ProviderEvent
  /** When the bill of the day on which money moved can be compared. */
  readonly reconcile?: { readonly day: string; readonly at: number }
}

export interface ProviderEvent {
  readonly id: string
  readonly sha256: string
}

export type NoticeResult = 'APPLIED' | 'IGNORED' | 'QUARANTINED'

/** A payment provider in our words. Unreachable and unclear answers are Faults that are `unknown`. */
export interface PaymentProvider {
  /** Prepares the payment at the provider; the same attempt again is the same payment. */
  open(attempt: Attempt): Promise<Opened>
  /** What the customer's phone needs to pay a PREPAID attempt; good for a few minutes. */
  parameters(attempt: Attempt): PaymentParameters
  query(attemptId: string): Promise<Trade>
  close(attemptId: string): Promise<'closed' | 'paid' | 'missing'>
  /** Asks to give money back; the same refund again is the same refund. */
  refund(refund: Refund, attempt: Attempt): Promise<RefundAnswer>
  queryRefund(refundId: string): Promise<RefundAnswer | null>
  /** Verifies and opens a notification; refuses whatever the provider has not sealed just now. */
  readNotification(headers: readonly Header[], body: Uint8Array): Promise<Notice>
  /** The bill of a day, or null where there is none (yet). */
  bill(day: string): Promise<readonly BillRow[] | null>
}

export type Opened =
  | { readonly kind: 'prepaid'; readonly prepayRef: string }
  | { readonly kind: 'paid' }
  | { readonly kind: 'closed' }

export type Trade =
  | { readonly kind: 'paid'; readonly payment: Payment }
  | { readonly kind: 'open' | 'closed' | 'missing' }

/** What a channel does not need is empty. */
export interface PaymentParameters {
  readonly appId: string
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: string
  readonly paySign: string
  readonly h5Url: string
}

export interface Header {
  readonly name: string
  readonly value: string
}

export type Notice = { readonly event: ProviderEvent } & (
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'refund'; readonly answer: RefundAnswer }
  | { readonly kind: 'other' }
)
