import { sha256Hex } from '#kit/crypto/crypto.ts'
import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { clearTimer, setTimer } from '#kit/timers/timers.ts'
import type { NewDuty } from '../domain/move.ts'
import type { Order } from '../domain/order.ts'
import type { Payment } from '../domain/payment.ts'
import type { OrderLine } from '../domain/pricing.ts'
import type { Announce } from '../events.ts'
import type { OrderStore, Recorded } from '../ports.ts'
import { takeCart } from './carts.ts'
import { readOrder, readOrders } from './read-orders.ts'
import { historyRow, lineRow, movedColumns, orderRow } from './rows.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>

/** The kind of the one wake-up call an order has. */
export const orderTimer = 'order'

type Db = OrderTx['db']
type Compared = ReturnType<typeof movedColumns> & {
  version: number
  id: string
  fromState: string
  fromVersion: number
}

const insertOrder = preparedInsert<OrderTables, 'orders'>('orders')
const insertCharge = preparedInsert<OrderTables, 'order_charge'>('order_charge')
const insertHistory = preparedInsert<OrderTables, 'order_history'>('order_history')

/**
 * Every change of state goes through this one statement: from exactly the state and version it was decided
 * on.
 */
const compareAndSet = prepared((db: Db, value: Compared) =>
  db
    .updateTable('orders')
    .set({
      state: value.state,
      version: value.version,
      pay_deadline: value.pay_deadline,
      winner_id: value.winner_id,
      disposition: value.disposition,
      cancel_reason: value.cancel_reason,
      cancel_note: value.cancel_note,
      short_dish_ids: value.short_dish_ids,
      updated_at: value.updated_at,
    })
    .where('id', '=', value.id)
    .where('state', '=', value.fromState)
    .where('version', '=', value.fromVersion),
)

const findKey = prepared((db: Db, value: { scope: string; key: string }) =>
  db
    .selectFrom('idempotency')
    .select(['resource_id', 'fingerprint'])
    .where('scope', '=', value.scope)
    .where('idem_key', '=', value.key),
)

export function createOrderStore(storage: Storage<OrderTables>, announce: Announce): OrderStore {
  return {
    find: (orderId) => storage.read('findOrder', (db) => readOrder(db, orderId)),
    list: (query) => storage.read('listOrders', (db) => readOrders(db, query)),
    findByKey: (customerId, key, fingerprint) => findByKey(storage, customerId, key, fingerprint),
    recordSubmission: (order, submission) => recordSubmission(storage, order, submission),

    moveOrder: (move, payment) =>
      storage.tx('moveOrder', async (tx) => {
        const { before, after } = move
        const { id, state: fromState, version: fromVersion } = before
        const columns = { ...movedColumns(after), version: after.version }
        const changed = await compareAndSet(tx.db, { ...columns, id, fromState, fromVersion })
        if (changed.numAffectedRows !== 1n) return false
        await insertHistory(tx.db, historyRow(id, move.entry))
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
    const { rows } = await findKey(db, { scope: scopeOf(customerId), key })
    const [row] = rows
    const order = row && (await readOrder(db, row.resource_id))
    return row && order ? { order, isSame: row.fingerprint === sha256Hex(fingerprint) } : null
  })
}

async function recordSubmission(
  storage: Storage<OrderTables>,
  order: Order,
  submission: Recorded,
): Promise<Order | null> {
  return storage.tx('recordSubmission', async (tx) => {
    const first = await tx.insertIgnore('idempotency', {
      scope: scopeOf(order.customerId),
      idem_key: submission.key,
      fingerprint: sha256Hex(submission.fingerprint),
      resource_id: order.id,
      created_at: order.createdAt,
    })
    if (!first) return null
    await takeCart(tx, order.customerId, order.shopId, submission.cartVersion)
    await insertOrder(tx.db, orderRow(order))
    const lines: OrderLine[] = []
    for (const line of order.lines) {
      const id = await tx.insertGetId('order_line', lineRow(order.id, line))
      lines.push({ ...line, id: String(id) })
    }
    for (const { kind, amountFen } of order.charges)
      await insertCharge(tx.db, { order_id: order.id, kind, amount_fen: amountFen })
    for (const entry of order.history) await insertHistory(tx.db, historyRow(order.id, entry))
    await setWake(tx, order.id, submission.wakeAt)
    return { ...order, lines }
  })
}
