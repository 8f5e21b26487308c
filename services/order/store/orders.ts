import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Move } from '../domain/move.ts'
import type { Payment } from '../domain/payment.ts'
import type { Announce } from '../events.ts'
import type { OrderStore } from '../ports.ts'
import { lapse } from './claims.ts'
import { createImports } from './imports.ts'
import { createMoney, insertDuty, recordPayment } from './money.ts'
import { countOrders, readNumbered, readOrder, readOrders, readOrdersAfter } from './read-orders.ts'
import { historyRow, movedColumns } from './rows.ts'
import { createSlots, leaveSlot } from './slots.ts'
import { createSubmissions } from './submissions.ts'
import type { OrderTables } from './tables.ts'
import { setWake } from './wake.ts'

type OrderTx = Tx<OrderTables>
type Db = OrderTx['db']
type Compared = ReturnType<typeof movedColumns> & {
  version: number
  revision: number
  id: string
  fromState: string
  fromRevision: number
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
      revision: value.revision,
      pay_deadline: value.pay_deadline,
      winner_id: value.winner_id,
      disposition: value.disposition,
      cancel_reason: value.cancel_reason,
      cancel_note: value.cancel_note,
      short_dish_ids: value.short_dish_ids,
      estimated_at: value.estimated_at,
      updated_at: value.updated_at,
    })
    .where('id', '=', value.id)
    .where('state', '=', value.fromState)
    .where('revision', '=', value.fromRevision),
)

const newestCutlery = prepared((db: Db, value: { customerId: string }) =>
  db
    .selectFrom('orders')
    .select('cutlery')
    .where('customer_id', '=', value.customerId)
    .orderBy('id', 'desc')
    .limit(1),
)

export function createOrderStore(storage: Storage<OrderTables>, announce: Announce): OrderStore {
  return {
    ...createReads(storage),
    ...createSubmissions(storage),
    ...createSlots(storage),
    ...createMoney(storage),
    ...createImports(storage),
    moveOrder: (move, payment) => storage.tx('moveOrder', (tx) => moveOrder(tx, announce, move, payment)),

    recordStockSettled: (orderId) =>
      storage.tx('recordStockSettled', async (tx) => {
        const changing = tx.db.updateTable('orders').where('id', '=', orderId)
        await changing.set((row) => ({ disposition_done: 1, revision: row('revision', '+', 1) })).execute()
      }),

    recordReminder: (order, at, pauseMs) =>
      storage.tx('recordReminder', async (tx) => {
        const changed = await tx.db
          .updateTable('orders')
          .set((row) => ({
            reminders: order.reminders + 1,
            reminded_at: at,
            revision: row('revision', '+', 1),
          }))
          .where('id', '=', order.id)
          .where('state', '=', order.state)
          .where('reminders', '=', order.reminders)
          .where('reminded_at', '<=', at - pauseMs)
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return false
        await announce(tx, 'OrderReminded', { ...order, reminders: order.reminders + 1 })
        return true
      }),

    wake: ({ id, revision }, at) =>
      storage.tx('wakeOrder', async (tx) => {
        const same = tx.db
          .selectFrom('orders')
          .select('id')
          .where('id', '=', id)
          .where('revision', '=', revision)
        // Whoever has changed it since has set the wake-up that fits the change.
        if ((await tx.lockForUpdate(same).execute()).length === 1) await setWake(tx, id, at)
      }),
  }
}

type Reading = 'find' | 'findNumbered' | 'list' | 'count' | 'findCutlery' | 'listAfter'

function createReads(storage: Storage<OrderTables>): Pick<OrderStore, Reading> {
  return {
    find: (orderId) => storage.read('findOrder', (db) => readOrder(db, orderId)),
    findNumbered: (numberId, number) =>
      storage.read('findNumbered', (db) => readNumbered(db, numberId, number)),
    list: (query) => storage.read('listOrders', (db) => readOrders(db, query)),
    count: (query) => storage.read('countOrders', (db) => countOrders(db, query)),
    findCutlery: (customerId) =>
      storage.read('findCutlery', async (db) => (await newestCutlery(db, { customerId })).rows[0]?.cutlery),
    listAfter: (id, limit) => storage.read('listOrdersAfter', (db) => readOrdersAfter(db, id, limit)),
  }
}

/** State, history, money, event and wake-up together; false where the order has moved meanwhile. */
async function moveOrder(tx: OrderTx, announce: Announce, move: Move, payment?: Payment): Promise<boolean> {
  const { id, state: fromState, revision: fromRevision } = move.before
  const { version, revision } = move.after
  const columns = { ...movedColumns(move.after), version, revision }
  const changed = await compareAndSet(tx.db, { ...columns, id, fromState, fromRevision })
  if (changed.numAffectedRows !== 1n) return false
  await insertHistory(tx.db, historyRow(id, move.entry))
  if (move.after.state === 'CANCELLED') await leaveSlot(tx, move.after)
  if (fromState === 'DELIVERING' && move.after.state === 'CANCELLED') await lapse(tx, id, move.entry)
  if (payment) await recordPayment(tx, id, payment)
  if (move.duty) await insertDuty(tx, id, move.duty, move.entry.at)
  if (move.event) await announce(tx, move.event, move.after)
  await setWake(tx, id, move.wakeAt)
  return true
}
