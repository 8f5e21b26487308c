import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import { customerBusy, customerClosed, forgetting, type Remembered } from '../domain/forgetting.ts'
import { type State, states } from '../domain/transitions.ts'
import type { AnnounceForgotten } from '../events.ts'
import type { CustomerStore } from '../ports.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>

/** The kind of the wake-up call by which the orders of a customer who is gone are forgotten. */
export const forgetTimer = 'forget-customer'

const ordersAtOnce = 50
const forGood = Number.MAX_SAFE_INTEGER
const underWay = states.filter((state) => state !== 'COMPLETED' && state !== 'CANCELLED')

export function createCustomerStore(
  storage: Storage<OrderTables>,
  announceForgotten: AnnounceForgotten,
): CustomerStore {
  return {
    closeCustomer: (customerId, until) =>
      storage.tx('closeCustomer', async (tx) => {
        await close(tx, customerId, until)
        if (await hasUnfinished(tx, customerId)) throw customerBusy()
      }),

    closeForGood: (customerId, at) =>
      storage.tx('closeForGood', async (tx) => {
        await close(tx, customerId, forGood)
        await setTimer(tx, { kind: forgetTimer, ref: customerId, dueAt: at })
      }),

    forgetOrders: (customerId, at, keptMs) =>
      storage.tx('forgetOrders', async (tx) => {
        const { due, nextAt } = forgetting(await readRemembered(tx, customerId), at, keptMs)
        for (const { id } of due) {
          await forgetOrder(tx, id, customerId)
          await announceForgotten(tx, id)
        }
        if (nextAt !== null) await setTimer(tx, { kind: forgetTimer, ref: customerId, dueAt: nextAt })
      }),
  }
}

/**
 * Refuses who is closed. Comes before the cart is taken: whoever closes a customer writes the row first and
 * the carts then, so that an order placed at this moment is either seen there or refused here.
 */
export async function assertNotClosed(tx: OrderTx, customerId: string, at: number): Promise<void> {
  const closed = tx.db
    .selectFrom('closed_customer')
    .select('closed_until')
    .where('customer_id', '=', customerId)
  const row = await tx.lockForUpdate(closed).executeTakeFirst()
  if (row && row.closed_until > at) throw customerClosed()
}

/** For longer, never for shorter; each cart becomes another one than any that was priced. */
async function close(tx: OrderTx, customerId: string, until: number): Promise<void> {
  const shorter = tx.db
    .updateTable('closed_customer')
    .set({ closed_until: until })
    .where('customer_id', '=', customerId)
    .where('closed_until', '<', until)
  const { numUpdatedRows } = await shorter.executeTakeFirst()
  if (numUpdatedRows === 0n)
    await tx.insertIgnore('closed_customer', { customer_id: customerId, closed_until: until })
  const carts = tx.db.updateTable('cart').where('customer_id', '=', customerId)
  await carts.set((cart) => ({ version: cart('version', '+', 1) })).execute()
  await tx.db.deleteFrom('cart_line').where('customer_id', '=', customerId).execute()
}

async function hasUnfinished(tx: OrderTx, customerId: string): Promise<boolean> {
  const order = tx.db.selectFrom('orders').select('id').where('customer_id', '=', customerId)
  if (await order.where('state', 'in', underWay).limit(1).executeTakeFirst()) return true
  const claim = tx.db.selectFrom('claim').select('id').where('customer_id', '=', customerId)
  if (await claim.where('state', '=', 'OPEN').limit(1).executeTakeFirst()) return true
  const refund = tx.db
    .selectFrom('orders')
    .innerJoin('order_refund', 'order_refund.order_id', 'orders.id')
    .select('orders.id')
    .where('orders.customer_id', '=', customerId)
    .where('order_refund.state', '<>', 'DONE')
  return (await refund.limit(1).executeTakeFirst()) !== undefined
}

/** Orders that still tell who ordered them, oldest first; not more than one transaction can take. */
async function readRemembered(tx: OrderTx, customerId: string): Promise<readonly Remembered[]> {
  const rows = await tx.db
    .selectFrom('orders')
    .select(['id', 'state', 'updated_at'])
    .where('customer_id', '=', customerId)
    .where('consignee', '<>', '')
    .orderBy('id')
    .limit(ordersAtOnce)
    .execute()
  return rows.map(({ id, state, updated_at }) => ({ id, state: state as State, updatedAt: updated_at }))
}

/** What was sold, for how much and when stays; who it was for, where and in what words goes. */
async function forgetOrder(tx: OrderTx, id: string, customerId: string): Promise<void> {
  const nowhere = { address: '', latitude_e6: null, longitude_e6: null }
  const nobody = { consignee: '', phone: '', remark: '', ...nowhere }
  await tx.db
    .updateTable('orders')
    .set((row) => ({ ...nobody, revision: row('revision', '+', 1) }))
    .where('id', '=', id)
    .execute()
  const byCustomer = tx.db.updateTable('orders').set({ cancel_note: '' }).where('id', '=', id)
  await byCustomer.where('cancel_reason', '=', 'CUSTOMER').execute()
  const said = tx.db.updateTable('order_history').set({ note: '' }).where('order_id', '=', id)
  await said.where('by_name', '=', `customer:${customerId}`).execute()
  await forgetClaims(tx, id)
}

/** What was asked and granted stays; what the customer said and showed goes, and so does what staff noted. */
async function forgetClaims(tx: OrderTx, orderId: string): Promise<void> {
  const claims = tx.db.updateTable('claim').set({ reason: '', image_ids: '' })
  await claims.where('order_id', '=', orderId).execute()
  const answering = tx.db.updateTable('order_grant').set({ reason: '' }).where('order_id', '=', orderId)
  await answering.where('claim_id', '<>', '').execute()
  await tx.db.deleteFrom('order_note').where('order_id', '=', orderId).execute()
}
