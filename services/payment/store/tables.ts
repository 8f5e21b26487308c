import type { Generated } from 'kysely'
import { type Attempt, type AttemptState, type Channel, holdsPlace } from '../domain/attempt.ts'
import type { Account, Entry } from '../domain/journal.ts'
import type { Refund, RefundState } from '../domain/refund.ts'

export interface PaymentTables {
  attempt: AttemptRow
  refund: RefundRow
  provider_event: {
    provider: string
    event_id: string
    raw_sha256: string
    received_at: number
    result: string
  }
  journal: JournalRow
  recon_diff: {
    id: Generated<number>
    day: string
    kind: string
    attempt_id: string
    ref: string
    ours: string
    theirs: string
    action: string
    state: string
    created_at: number
  }
}

export interface AttemptRow {
  id: string
  order_id: string
  n: number
  channel: string
  amount_fen: number
  state: string
  open_guard: string | null
  openid: string
  client_ip: string
  description: string
  expires_at: number
  prepay_ref: string
  provider_txn: string | null
  paid_amount_fen: number
  paid_at: number
  created_at: number
  updated_at: number
}

export interface RefundRow {
  id: string
  order_id: string
  attempt_id: string
  n: number
  amount_fen: number
  reason: string
  state: string
  refunded_at: number
  created_at: number
  updated_at: number
}

export interface JournalRow {
  tx_id: string
  line: number
  account: string
  debit_fen: number
  credit_fen: number
  order_id: string
  ref: string
  at: number
}

export function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    orderId: row.order_id,
    n: row.n,
    channel: row.channel as Channel,
    amountFen: row.amount_fen,
    state: row.state as AttemptState,
    openid: row.openid,
    clientIp: row.client_ip,
    description: row.description,
    expiresAt: row.expires_at,
    prepayRef: row.prepay_ref,
    transaction: row.provider_txn ?? '',
    paidAt: row.paid_at,
    createdAt: row.created_at,
  }
}

/** An attempt that is not paid as its row. */
export function attemptRow(attempt: Attempt): AttemptRow {
  return {
    id: attempt.id,
    order_id: attempt.orderId,
    n: attempt.n,
    channel: attempt.channel,
    amount_fen: attempt.amountFen,
    state: attempt.state,
    open_guard: holdsPlace(attempt.state) ? attempt.orderId : null,
    openid: attempt.openid,
    client_ip: attempt.clientIp,
    description: attempt.description,
    expires_at: attempt.expiresAt,
    prepay_ref: attempt.prepayRef,
    provider_txn: null,
    paid_amount_fen: 0,
    paid_at: 0,
    created_at: attempt.createdAt,
    updated_at: attempt.createdAt,
  }
}

export function refundOf(row: RefundRow): Refund {
  return {
    id: row.id,
    orderId: row.order_id,
    attemptId: row.attempt_id,
    n: row.n,
    amountFen: row.amount_fen,
    reason: row.reason,
    state: row.state as RefundState,
    createdAt: row.created_at,
    refundedAt: row.refunded_at,
  }
}

export function refundRow(refund: Refund): RefundRow {
  return {
    id: refund.id,
    order_id: refund.orderId,
    attempt_id: refund.attemptId,
    n: refund.n,
    amount_fen: refund.amountFen,
    reason: refund.reason,
    state: refund.state,
    refunded_at: refund.refundedAt,
    created_at: refund.createdAt,
    updated_at: refund.createdAt,
  }
}

export function entryOf(row: Pick<JournalRow, 'account' | 'debit_fen' | 'credit_fen'>): Entry {
  return { account: row.account as Account, debitFen: row.debit_fen, creditFen: row.credit_fen }
}
