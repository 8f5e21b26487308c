import { Fault } from '#kit/fault.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import { refundEntries } from '../domain/journal.ts'
import {
  canBecome,
  type Refund,
  type RefundAnswer,
  refundNumberIn,
  refundStates,
  sameRefund,
} from '../domain/refund.ts'
import type { Announce } from '../events.ts'
import type { Occasion, PaymentStore } from '../ports.ts'
import { keepNotice, planDay } from './differences.ts'
import { depositIn, lockPaidOrder, writeEntries } from './journal.ts'
import { type AttemptRow, type PaymentTables, type RefundRow, refundOf, refundRow } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

export const refundTimer = 'query-refund'

type RefundVerbs = Pick<
  PaymentStore,
  | 'openRefund'
  | 'reopenRefund'
  | 'findRefund'
  | 'listSucceeded'
  | 'recordRefund'
  | 'importRefund'
  | 'askRefundAgain'
>

export function createRefundStore(storage: Storage<PaymentTables>, announce: Announce): RefundVerbs {
  return {
    openRefund: (wish, refund, queryAt) =>
      storage.tx('openRefund', async (tx) => {
        const attempt = await lockAttempt(tx, wish.attemptId)
        if (attempt?.order_id !== wish.orderId) {
          throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
        }
        const known = await readRefund(tx.db, refund.id)
        if (known) return sameRefund(known, wish)
        if (!(await insertWithinPaid(tx, refund))) {
          throw new Fault('precondition', 'REFUND_TOO_LARGE', 'more would be refunded than was paid')
        }
        await ask(tx, refund.id, queryAt)
        return refund
      }),

    reopenRefund: (refundId, at, queryAt) =>
      storage.tx('reopenRefund', async (tx) => {
        const reopened = await tx.db
          .updateTable('refund')
          .set({ state: 'REQUESTED', updated_at: at })
          .where('id', '=', refundId)
          .where('state', '=', 'ABNORMAL')
          .executeTakeFirst()
        if (reopened.numUpdatedRows === 1n) await ask(tx, refundId, queryAt)
        return requireRefund(tx, refundId)
      }),

    findRefund: (refundId) => storage.read('findRefund', (db) => readRefund(db, refundId)),

    listSucceeded: (refundId, limit) =>
      storage.read('listSucceeded', async (db) => {
        const behind = db.selectFrom('refund').selectAll().where('id', '>', refundId)
        const rows = await behind.where('state', '=', 'SUCCESS').orderBy('id').limit(limit).execute()
        return rows.map(refundOf)
      }),

    recordRefund: (answer, occasion) =>
      storage.tx('recordRefund', (tx) => recordRefund(tx, announce, answer, occasion)),

    importRefund: (answer, at) => storage.tx('importRefund', (tx) => importRefund(tx, announce, answer, at)),

    askRefundAgain: (refundId, at) => storage.tx('askRefundAgain', (tx) => ask(tx, refundId, at)),
  }
}

async function recordRefund(
  tx: PaymentTx,
  announce: Announce,
  { refundId, state, refundedAt }: RefundAnswer,
  { at, event, reconcile }: Occasion,
): Promise<Refund> {
  const before = await requireRefund(tx, refundId)
  if (event) await keepNotice(tx, event, 'APPLIED', at)
  const from = refundStates.filter((candidate) => canBecome(candidate, state))
  const moved = await tx.db
    .updateTable('refund')
    .set({ state, refunded_at: refundedAt, updated_at: at })
    .where('id', '=', refundId)
    .where('state', 'in', from)
    .executeTakeFirst()
  if (moved.numUpdatedRows !== 1n) return requireRefund(tx, refundId)
  if (state === 'SUCCESS') await bookRefund(tx, before, at)
  if (state === 'SUCCESS' && reconcile) await planDay(tx, reconcile.day, reconcile.at)
  if (state !== 'PROCESSING') await announce.refunded(tx, { ...before, refundedAt }, state)
  return requireRefund(tx, refundId)
}

async function importRefund(
  tx: PaymentTx,
  announce: Announce,
  { refundId: id, attemptId, amountFen, refundedAt }: RefundAnswer,
  at: number,
): Promise<boolean> {
  const attempt = await lockAttempt(tx, attemptId)
  if (!attempt || (await readRefund(tx.db, id))) return false
  const n = refundNumberIn(id, attemptId) ?? (await nextImported(tx, attemptId))
  const facts = {
    orderId: attempt.order_id,
    reason: 'known to the provider first',
    createdAt: at,
    refundedAt,
  }
  const refund: Refund = { ...facts, id, attemptId, n, amountFen, state: 'SUCCESS' }
  if (!(await insertWithinPaid(tx, refund))) return false
  await bookRefund(tx, refund, at)
  await announce.refunded(tx, refund, 'SUCCESS')
  return true
}

/** Inserts where all refunds of the attempt stay within what was paid; the attempt must be locked. */
async function insertWithinPaid(tx: PaymentTx, refund: Refund): Promise<boolean> {
  const row = refundRow(refund)
  const columns = Object.keys(row) as (keyof RefundRow)[]
  const paid = tx.db
    .selectFrom('attempt')
    .leftJoin('refund', 'refund.attempt_id', 'attempt.id')
    .where('attempt.id', '=', refund.attemptId)
    .groupBy('attempt.paid_amount_fen')
    .select((select) => [
      'attempt.paid_amount_fen as paid_fen',
      select.fn.coalesce(select.fn.sum<number>('refund.amount_fen'), select.val(0)).as('refunded_fen'),
    ])
    .as('paid')
  const inserted = await tx.db
    .insertInto('refund')
    .columns(columns)
    .expression((expression) =>
      expression
        .selectFrom(paid)
        .select((select) => columns.map((column) => select.val(row[column]).as(column)))
        .where((where) => where('paid.paid_fen', '>=', where('paid.refunded_fen', '+', refund.amountFen))),
    )
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

async function bookRefund(tx: PaymentTx, refund: Refund, at: number): Promise<void> {
  const { id, orderId, amountFen } = refund
  await lockPaidOrder(tx, orderId)
  const entries = refundEntries(amountFen, await depositIn(tx, orderId))
  await writeEntries(tx, { txId: `refund:${id}`, orderId, ref: id, at }, entries)
}

async function ask(tx: PaymentTx, refundId: string, at: number): Promise<void> {
  await setTimer(tx, { kind: refundTimer, ref: refundId, dueAt: at })
}

async function lockAttempt(tx: PaymentTx, attemptId: string): Promise<AttemptRow | undefined> {
  return tx
    .lockForUpdate(tx.db.selectFrom('attempt').selectAll().where('id', '=', attemptId))
    .executeTakeFirst()
}

/** Numbers of refunds that were not ours to number count down from −1. */
async function nextImported(tx: PaymentTx, attemptId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('refund')
    .select((select) => select.fn.min<number | null>('n').as('lowest'))
    .where('attempt_id', '=', attemptId)
    .executeTakeFirst()
  return Math.min(0, row?.lowest ?? 0) - 1
}

async function readRefund(db: PaymentTx['db'], refundId: string): Promise<Refund | null> {
  const row = await db.selectFrom('refund').selectAll().where('id', '=', refundId).executeTakeFirst()
  return row ? refundOf(row) : null
}

async function requireRefund(tx: PaymentTx, refundId: string): Promise<Refund> {
  const refund = await readRefund(tx.db, refundId)
  if (!refund) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such refund')
  return refund
}
