import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { clearTimer, setTimer } from '#kit/timers/timers.ts'
import type { NewDuty } from '../domain/move.ts'
import type { Order } from '../domain/order.ts'
import type { Payment } from '../domain/payment.ts'
import type { Announce } from '../events.ts'
import type { OrderStore, Recorded } from '../ports.ts'
import { takeCart } from './carts.ts'
import { readOrder, readOrders } from './read-orders.ts'
import { historyRow, lineRow, movedColumns, orderRow } from './rows.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>

/** The kind of the one wake-up call an order has. */
export const orderTimer = 'order'

export function createOrderStore(storage: Storage<OrderTables>, announce: Announce): OrderStore {
  return {
    find: (orderId) => storage.read('findOrder', (db) => readOrder(db, orderId)),
    list: (query) => storage.read('listOrders', (db) => readOrders(db, query)),
    findByKey: (customerId, key, fingerprint) => findByKey(storage, customerId, key, fingerprint),
    recordSubmission: (order, submission) => recordSubmission(storage, order, submission),

    moveOrder: (move, payment) =>
      storage.tx('moveOrder', async (tx) => {
        const { before, after } = move
        const changed = await tx.db
          .updateTable('orders')
          .set({ ...movedColumns(after), version: after.version })
          .where('id', '=', before.id)
          .where('state', '=', before.state)
          .where('version', '=', before.version)
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return false
        await tx.db.insertInto('order_history').values(historyRow(after.id, move.entry)).execute()
        if (payment) await recordPayment(tx, after.id, payment)
        if (move.duty) await insertDuty(tx, after.id, move.duty)
        if (move.event) await announce(tx, move.event, after)
        await setWake(tx, after.id, move.wakeAt)
        return true
      }),

    recordAttempt: (orderId, attempt) =>
      storage.tx('recordAttempt', async (tx) => {
        const changed = await tx.db
          .updateTable('orders')
          .set({
            attempt_n: attempt.n,
            attempt_id: attempt.id,
            attempt_channel: attempt.channel,
            attempt_closed: 0,
          })
          .where('id', '=', orderId)
          .where('state', '=', 'PENDING')
          .where('attempt_n', '=', attempt.n - 1)
          .where((where) => where.or([where('attempt_n', '=', 0), where('attempt_closed', '=', 1)]))
          .executeTakeFirst()
        return changed.numUpdatedRows === 1n
      }),

    recordAttemptClosed: (orderId, attemptId, wakeAt) =>
      storage.tx('recordAttemptClosed', async (tx) => {
        await tx.db
          .updateTable('orders')
          .set({ attempt_closed: 1 })
          .where('id', '=', orderId)
          .where('attempt_id', '=', attemptId)
          .execute()
        await setWake(tx, orderId, wakeAt)
      }),

    recordRefund: (orderId, duty, payment, wakeAt) =>
      storage.tx('recordRefund', async (tx) => {
        await tx.lockForUpdate(tx.db.selectFrom('orders').select('id').where('id', '=', orderId)).execute()
        await recordPayment(tx, orderId, payment)
        await insertDuty(tx, orderId, duty)
        await setWake(tx, orderId, wakeAt)
      }),

    recordRefundState: (orderId, attemptId, n, state) =>
      storage.tx('recordRefundState', async (tx) => {
        await tx.db
          .updateTable('order_refund')
          .set({ state })
          .where('order_id', '=', orderId)
          .where('attempt_id', '=', attemptId)
          .where('n', '=', n)
          .where('state', 'in', state === 'REQUESTED' ? ['DUE'] : ['DUE', 'REQUESTED', 'ABNORMAL'])
          .execute()
      }),

    recordStockSettled: (orderId) =>
      storage.tx('recordStockSettled', async (tx) => {
        await tx.db.updateTable('orders').set({ disposition_done: 1 }).where('id', '=', orderId).execute()
      }),

    recordReminder: (order, at, pauseMs) =>
      storage.tx('recordReminder', async (tx) => {
        const changed = await tx.db
          .updateTable('orders')
          .set({ reminders: order.reminders + 1, reminded_at: at })
          .where('id', '=', order.id)
          .where('state', '=', order.state)
          .where('reminders', '=', order.reminders)
          .where('reminded_at', '<=', at - pauseMs)
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return false
        await announce(tx, 'OrderReminded', { ...order, reminders: order.reminders + 1 })
        return true
      }),

    wake: (orderId, at) => storage.tx('wakeOrder', (tx) => setWake(tx, orderId, at)),
  }
}

async function setWake(tx: OrderTx, orderId: string, dueAt: number | null): Promise<void> {
  if (dueAt === null) await clearTimer(tx, orderTimer, orderId)
  else await setTimer(tx, { kind: orderTimer, ref: orderId, dueAt })
}

async function recordPayment(tx: OrderTx, orderId: string, payment: Payment): Promise<void> {
  await tx.insertIgnore('order_payment', {
    order_id: orderId,
    attempt_id: payment.attemptId,
    amount_fen: payment.amountFen,
    late: payment.late ? 1 : 0,
    paid_at: payment.paidAt,
  })
}

/** Adds a duty unless more would go back than came in for the attempt; the caller holds the order's row. */
async function insertDuty(tx: OrderTx, orderId: string, duty: NewDuty): Promise<void> {
  const earlier = await tx.db.selectFrom('order_refund').selectAll().where('order_id', '=', orderId).execute()
  const paid = await tx.db
    .selectFrom('order_payment')
    .select('amount_fen')
    .where('order_id', '=', orderId)
    .where('attempt_id', '=', duty.attemptId)
    .executeTakeFirst()
  const owed = earlier.filter((row) => row.attempt_id === duty.attemptId)
  const owedFen = owed.reduce((sum, row) => sum + row.amount_fen, 0)
  if (owedFen + duty.amountFen > (paid?.amount_fen ?? 0)) return
  await tx.insertIgnore('order_refund', {
    order_id: orderId,
    n: earlier.length + 1,
    attempt_id: duty.attemptId,
    amount_fen: duty.amountFen,
    cause: duty.cause,
    state: 'DUE',
  })
}

const scopeOf = (customerId: string) => `customer:${customerId}:submit`

function findByKey(storage: Storage<OrderTables>, customerId: string, key: string, fingerprint: string) {
  return storage.read('findByKey', async (db) => {
    const row = await db
      .selectFrom('idempotency')
      .select(['resource_id', 'fingerprint'])
      .where('scope', '=', scopeOf(customerId))
      .where('idem_key', '=', key)
      .executeTakeFirst()
    const order = row && (await readOrder(db, row.resource_id))
    return row && order ? { order, isSame: row.fingerprint === sha256Hex(fingerprint) } : null
  })
}

async function recordSubmission(
  storage: Storage<OrderTables>,
  order: Order,
  submission: Recorded,
): Promise<'recorded' | 'taken'> {
  return storage.tx('recordSubmission', async (tx) => {
    const first = await tx.insertIgnore('idempotency', {
      scope: scopeOf(order.customerId),
      idem_key: submission.key,
      fingerprint: sha256Hex(submission.fingerprint),
      resource_id: order.id,
      created_at: order.createdAt,
    })
    if (!first) return 'taken'
    await takeCart(tx, order.customerId, order.shopId, submission.cartVersion)
    await tx.db.insertInto('orders').values(orderRow(order)).execute()
    await tx.db.insertInto('order_line').values(order.lines.map((line) => lineRow(order.id, line))).execute()
    await tx.db
      .insertInto('order_charge')
      .values(order.charges.map((charge) => ({ order_id: order.id, kind: charge.kind, amount_fen: charge.amountFen })))
      .execute()
    await tx.db
      .insertInto('order_history')
      .values(order.history.map((entry) => historyRow(order.id, entry)))
      .execute()
    await setWake(tx, order.id, submission.wakeAt)
    return 'recorded'
  })
}
