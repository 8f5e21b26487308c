import { Fault } from '#kit/fault.ts'
import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Order } from '../domain/order.ts'
import type { OrderStore } from '../ports.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>
type Booked = Pick<Order, 'shopId' | 'slotAt'>

const unlimited = Number.MAX_SAFE_INTEGER

/** Whoever finds a place takes it in the same statement: there is never one order too many. */
const take = prepared((db: OrderTx['db'], value: Booked & { readonly capacity: number }) =>
  db
    .updateTable('slot_booking')
    .set((row) => ({ used: row('used', '+', 1), capacity: value.capacity }))
    .where('shop_id', '=', value.shopId)
    .where('slot_at', '=', value.slotAt)
    .where('used', '<', value.capacity),
)

export async function takeSlot(tx: OrderTx, { shopId, slotAt }: Booked, slotCapacity: number): Promise<void> {
  if (slotAt === 0) return
  const capacity = slotCapacity === 0 ? unlimited : slotCapacity
  const key = { shop_id: shopId, slot_at: slotAt }
  // Holds the slot's row, made now where this is its first order, until the transaction ends.
  await tx.upsert('slot_booking', { ...key, used: 0, capacity }, ['shop_id', 'slot_at'], ['shop_id'])
  const taken = await take(tx.db, { shopId, slotAt, capacity })
  if (taken.numAffectedRows !== 1n) throw new Fault('precondition', 'SLOT_FULL', 'the slot is full')
}

/** Gives the place of an order back; the caller does so in the one move that ends it. */
export async function leaveSlot(tx: OrderTx, { shopId, slotAt }: Booked): Promise<void> {
  if (slotAt === 0) return
  await tx.db
    .updateTable('slot_booking')
    .set((row) => ({ used: row('used', '-', 1) }))
    .where('shop_id', '=', shopId)
    .where('slot_at', '=', slotAt)
    .execute()
}

export function createSlots(storage: Storage<OrderTables>): Pick<OrderStore, 'slotsUsed'> {
  return {
    slotsUsed: (shopId, firstAt, lastAt) =>
      storage.read('slotsUsed', async (db) => {
        const rows = await db
          .selectFrom('slot_booking')
          .select(['slot_at', 'used'])
          .where('shop_id', '=', shopId)
          .where('slot_at', '>=', firstAt)
          .where('slot_at', '<=', lastAt)
          .execute()
        return new Map(rows.map((row) => [row.slot_at, row.used]))
      }),
  }
}
