import { Fault } from '#kit/fault.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import { refundEntries } from '../domain/journal.ts'
import { canBecome, type Refund, refundNumberIn, refundStates, sameRefund } from '../domain/refund.ts'
import type { Announce } from '../events.ts'
import type { PaymentStore } from '../ports.ts'
import { dayTimer } from './attempts.ts'
import { keepNotice } from './differences.ts'
import { depositIn, lockPaidOrder, writeEntries } from './journal.ts'
import { type AttemptRow, type PaymentTables, type RefundRow, refundOf } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

export const refundTimer = 'query-refund'

type RefundVerbs = Pick<
  PaymentStore,
  'openRefund' | 'findRefund' | 'recordRefund' | 'importRefund' | 'askRefundAgain'
>

export function createRefundStore(storage: Storage<PaymentTables>, announce: Announce): RefundVerbs {
  return {
    openRefund: (wish, refund, queryAt) =>
      storage.tx('openRefund', async (tx) => {
        const attempt = await lockAttempt(tx, wish.attemptId)
        if (!attempt || attempt.order_id !== wish.orderId) {
          throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such payment attempt')
        }
        const known = await findRefund(tx, refund.id)
        if (known) return sameRefund(known, wish)
        if (!(await insertWithinPaid(tx, refund))) {
          throw new Fault('precondition', 'REFUND_TOO_LARGE', 'more would be refunded than was paid')
        }
        await ask(tx, refund.id, queryAt)
        return refund
      }),

    findRefund: (refundId) => storage.read('findRefund', (db) => readRefund(db, refundId)),

    recordRefund: (answer, { at, event, reconcile }) =>
      storage.tx('recordRefund', async (tx) => {
        const before = await requireRefund(tx, answer.refundId)
        if (event) await keepNotice(tx, event, 'APPLIED', at)
        const from = refundStates.filter((state) => canBecome(state, answer.state))
        const moved = await tx.db
          .updateTable('refund')
          .set({ state: answer.state, refunded_at: answer.refundedAt, updated_at: at })
          .where('id', '=', before.id)
          .where('state', 'in', from)
          .executeTakeFirst()
        if (moved.numUpdatedRows !== 1n) return requireRefund(tx, before.id)
        if (answer.state === 'SUCCESS') {
          await bookRefund(tx, before, at)
          if (reconcile) await setTimer(tx, { kind: dayTimer, ref: reconcile.day, dueAt: reconcile.at })
        }
        if (answer.state !== 'PROCESSING') await announce.refunded(tx, before, answer.state)
        return requireRefund(tx, before.id)
      }),

    importRefund: (answer, at) =>
      storage.tx('importRefund', async (tx) => {
        const attempt = await lockAttempt(tx, answer.attemptId)
        if (!attempt || (await findRefund(tx, answer.refundId))) return false
        const { refundId: id, attemptId, amountFen, state, refundedAt } = answer
        const n = refundNumberIn(id, attemptId) ?? (await nextImported(tx, attemptId))
        const facts = {
          orderId: attempt.order_id,
          reason: 'known to the provider first',
          createdAt: at,
          refundedAt,
        }
        const refund: Refund = { ...facts, id, attemptId, n, amountFen, state }
        if (!(await insertWithinPaid(tx, refund))) return false
        await bookRefund(tx, refund, at)
        await announce.refunded(tx, refund, 'SUCCESS')
        return true
      }),

    askRefundAgain: (refundId, at) => storage.tx('askRefundAgain', (tx) => ask(tx, refundId, at)),
  }
}

/** Inserts where all refunds of the attempt together stay within what was paid; the attempt must be locked. */
async function insertWithinPaid(tx: PaymentTx, refund: Refund): Promise<boolean> {
  const row = rowOf(refund)
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

const findRefund = (tx: PaymentTx, refundId: string) => readRefund(tx.db, refundId)

async function requireRefund(tx: PaymentTx, refundId: string): Promise<Refund> {
  const refund = await findRefund(tx, refundId)
  if (!refund) throw new Fault('missing', 'ATTEMPT_MISSING', 'there is no such refund')
  return refund
}

function rowOf(refund: Refund): RefundRow {
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
