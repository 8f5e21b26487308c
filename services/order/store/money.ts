import { preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { NewDuty } from '../domain/move.ts'
import type { Attempt, RefundDuty } from '../domain/order.ts'
import type { Payment } from '../domain/payment.ts'
import type { OrderStore, RefundNews } from '../ports.ts'
import type { OrderTables } from './tables.ts'
import { setWake } from './wake.ts'

type OrderTx = Tx<OrderTables>

const insertRefund = preparedInsert<OrderTables, 'order_refund'>('order_refund')
const insertStep = preparedInsert<OrderTables, 'order_refund_step'>('order_refund_step')

/** Attempts to pay, payments heard of, and money that must go back. */
export function createMoney(
  storage: Storage<OrderTables>,
): Pick<OrderStore, 'recordAttempt' | 'recordAttemptClosed' | 'recordRefund' | 'recordRefundState'> {
  return {
    recordAttempt: (orderId, attempt) =>
      storage.tx('recordAttempt', (tx) => openAttempt(tx, orderId, attempt)),

    recordAttemptClosed: (orderId, attemptId) =>
      storage.tx('recordAttemptClosed', async (tx) => {
        await tx.db
          .updateTable('orders')
          .set((row) => ({ attempt_closed: 1, revision: row('revision', '+', 1) }))
          .where('id', '=', orderId)
          .where('attempt_id', '=', attemptId)
          .execute()
      }),

    recordRefund: (orderId, duty, payment, at) =>
      storage.tx('recordRefund', async (tx) => {
        await touch(tx, orderId)
        await recordPayment(tx, orderId, payment)
        await insertDuty(tx, orderId, duty, at)
        await setWake(tx, orderId, at)
      }),

    recordRefundState: (orderId, news) =>
      storage.tx('recordRefundState', async (tx) => {
        await touch(tx, orderId)
        await advanceDuty(tx, orderId, news)
      }),
  }
}

/** From which states a refund comes to each. */
const comesFrom: Readonly<Record<RefundDuty['state'], readonly RefundDuty['state'][]>> = {
  DUE: ['ABNORMAL'],
  REQUESTED: ['DUE'],
  ABNORMAL: ['DUE', 'REQUESTED'],
  DONE: ['DUE', 'REQUESTED', 'ABNORMAL'],
}

/** Brings a refund on and writes down when; false where it is there. The caller holds the order's row. */
export async function advanceDuty(
  tx: OrderTx,
  orderId: string,
  { attemptId, n, state, at }: RefundNews,
): Promise<boolean> {
  const changed = await tx.db
    .updateTable('order_refund')
    .set({ state })
    .where('order_id', '=', orderId)
    .where('attempt_id', '=', attemptId)
    .where('n', '=', n)
    .where('state', 'in', comesFrom[state])
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) return false
  const steps = tx.db.selectFrom('order_refund_step').select('at').where('order_id', '=', orderId)
  const earlier = await steps.where('n', '=', n).execute()
  // The provider tells whole seconds: its word on a step may seem older than our own on the one before.
  const notBefore = Math.max(at, ...earlier.map((step) => step.at))
  await insertStep(tx.db, { order_id: orderId, n, step: earlier.length + 1, state, at: notBefore })
  return true
}

/** Counts a write beside the order's own row, and holds the row until the end of the transaction. */
export async function touch(tx: OrderTx, orderId: string): Promise<void> {
  const changing = tx.db.updateTable('orders').where('id', '=', orderId)
  await changing.set((row) => ({ revision: row('revision', '+', 1) })).execute()
}

/** Only while the order waits for money, and only after the attempt before is closed for good. */
async function openAttempt(tx: OrderTx, orderId: string, attempt: Attempt): Promise<boolean> {
  const changed = await tx.db
    .updateTable('orders')
    .set((row) => ({
      attempt_n: attempt.n,
      attempt_id: attempt.id,
      attempt_channel: attempt.channel,
      attempt_closed: 0,
      revision: row('revision', '+', 1),
    }))
    .where('id', '=', orderId)
    .where('state', '=', 'PENDING')
    .where('attempt_n', '=', attempt.n - 1)
    .where((where) => where.or([where('attempt_n', '=', 0), where('attempt_closed', '=', 1)]))
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

/** Once for each attempt, however often it is told. */
export async function recordPayment(tx: OrderTx, orderId: string, payment: Payment): Promise<void> {
  await tx.insertIgnore('order_payment', {
    order_id: orderId,
    attempt_id: payment.attemptId,
    amount_fen: payment.amountFen,
    late: payment.late ? 1 : 0,
    paid_at: payment.paidAt,
  })
}

/** Adds a duty, once for each cause, numbered within the order; the caller holds the order's row. */
export async function insertDuty(tx: OrderTx, orderId: string, duty: NewDuty, at: number): Promise<void> {
  const earlier = await tx.db.selectFrom('order_refund').selectAll().where('order_id', '=', orderId).execute()
  const paid = await tx.db
    .selectFrom('order_payment')
    .select('amount_fen')
    .where('order_id', '=', orderId)
    .where('attempt_id', '=', duty.attemptId)
    .executeTakeFirst()
  const owed = earlier.filter((row) => row.attempt_id === duty.attemptId)
  const owedFen = owed.reduce((sum, row) => sum + row.amount_fen, 0)
  if (owed.some((row) => row.cause === duty.cause)) return
  if (owedFen + duty.amountFen > (paid?.amount_fen ?? 0))
    throw new Error('more would go back for an attempt than came in')
  const n = earlier.length + 1
  await insertRefund(tx.db, {
    order_id: orderId,
    n,
    attempt_id: duty.attemptId,
    amount_fen: duty.amountFen,
    cause: duty.cause,
    state: 'DUE',
  })
  await insertStep(tx.db, { order_id: orderId, n, step: 1, state: 'DUE', at })
}
