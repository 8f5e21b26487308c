import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { Tx } from '#kit/storage/storage.ts'
import type { Outcome, Reservation, ReserveLine, Wish } from '../domain/reservation.ts'
import { findReservation } from './find-reservation.ts'
import { selectLines, settleReservation, takeCounted, takeUncounted, touchedOne } from './statements.ts'
import type { InventoryTables } from './tables.ts'

type InventoryTx = Tx<InventoryTables>

/** A tombstone for an order never seen, so that a late reserve holds nothing; false where it is known. */
export function buryUnknown(tx: InventoryTx, orderId: string, now: number): Promise<boolean> {
  const nothing = { shop_id: '', fingerprint: '', short_dish_ids: '[]' }
  return tx.insertIgnore('reservation', { order_id: orderId, ...nothing, outcome: 'RELEASED', at: now })
}

/** Decides a hold, once and for ever; answers its lines, or undefined where it was decided before. */
export async function settleHold(
  tx: InventoryTx,
  orderId: string,
  outcome: Outcome,
  now: number,
): Promise<Pick<Wish, 'shopId' | 'lines'> | undefined> {
  const settled = touchedOne(await settleReservation(tx.db, { orderId, outcome, now }))
  return settled ? readLines(tx, orderId) : undefined
}

async function readLines(tx: InventoryTx, orderId: string): Promise<Pick<Wish, 'shopId' | 'lines'>> {
  const { rows } = await selectLines(tx.db, { orderId })
  const lines = rows.map((row) => ({ dishId: row.dish_id, quantity: row.qty }))
  return { shopId: rows[0]?.shop_id ?? '', lines }
}

/** What was decided before. Throws NOTHING_RESERVED for an order never seen. */
export async function standingOf(tx: InventoryTx, orderId: string): Promise<Reservation> {
  const found = await findReservation(tx, orderId)
  if (!found) throw new Fault('precondition', 'NOTHING_RESERVED', 'the order holds no stock to commit')
  return found.reservation
}

/** Takes a held line out of stock, with its movement; of an unlimited dish nothing goes from hand. */
export async function takeOut(
  tx: InventoryTx,
  shopId: string,
  line: ReserveLine,
  order: { readonly id: string; readonly now: number },
): Promise<void> {
  const values = { ...line, shopId }
  const counted = touchedOne(await takeCounted(tx.db, values))
  assert(counted || touchedOne(await takeUncounted(tx.db, values)), 'what is committed was held')
  await tx.db
    .insertInto('stock_move')
    .values({
      shop_id: shopId,
      dish_id: line.dishId,
      delta: counted ? -line.quantity : 0,
      kind: 'COMMIT',
      ref: order.id,
      reason: '',
      moved_by: '',
      at: order.now,
    })
    .execute()
}
