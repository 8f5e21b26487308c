import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Move } from '../domain/move.ts'
import type { Payment } from '../domain/payment.ts'
import type { Announce } from '../events.ts'
import type { OrderStore } from '../ports.ts'
import { createMoney, insertDuty, recordPayment } from './money.ts'
import { readOrder, readOrders } from './read-orders.ts'
import { historyRow, movedColumns } from './rows.ts'
import { createSubmissions } from './submissions.ts'
import type { OrderTables } from './tables.ts'
import { setWake } from './wake.ts'

type OrderTx = Tx<OrderTables>
type Db = OrderTx['db']
type Compared = ReturnType<typeof movedColumns> & {
  version: number
  id: string
  fromState: string
  fromVersion: number
}

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

export function createOrderStore(storage: Storage<OrderTables>, announce: Announce): OrderStore {
  return {
    find: (orderId) => storage.read('findOrder', (db) => readOrder(db, orderId)),
    list: (query) => storage.read('listOrders', (db) => readOrders(db, query)),
    ...createSubmissions(storage),
    ...createMoney(storage),
    moveOrder: (move, payment) => storage.tx('moveOrder', (tx) => moveOrder(tx, announce, move, payment)),

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

/** State, history, money, event and wake-up together; false where the order has moved meanwhile. */
async function moveOrder(tx: OrderTx, announce: Announce, move: Move, payment?: Payment): Promise<boolean> {
  const { id, state: fromState, version: fromVersion } = move.before
  const columns = { ...movedColumns(move.after), version: move.after.version }
  const changed = await compareAndSet(tx.db, { ...columns, id, fromState, fromVersion })
  if (changed.numAffectedRows !== 1n) return false
  await insertHistory(tx.db, historyRow(id, move.entry))
  if (payment) await recordPayment(tx, id, payment)
  if (move.duty) await insertDuty(tx, id, move.duty)
  if (move.event) await announce(tx, move.event, move.after)
  await setWake(tx, id, move.wakeAt)
  return true
}
