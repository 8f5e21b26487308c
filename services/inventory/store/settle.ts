import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { Tx } from '#kit/storage/storage.ts'
import type { Outcome, Reservation, ReserveLine, Wish } from '../domain/reservation.ts'
import { findReservation } from './find-reservation.ts'
import type { InventoryTables } from './tables.ts'

type InventoryTx = Tx<InventoryTables>

/** A tombstone for an order never seen, so that a late reserve holds nothing; false where the order is known. */
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
  const { numUpdatedRows } = await tx.db
    .updateTable('reservation')
    .set({ outcome, at: now })
    .where('order_id', '=', orderId)
    .where('outcome', '=', 'HELD')
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1 ? readLines(tx, orderId) : undefined
}

async function readLines(tx: InventoryTx, orderId: string): Promise<Pick<Wish, 'shopId' | 'lines'>> {
  const rows = await tx.db
    .selectFrom('reservation_line as line')
    .innerJoin('reservation as held', 'held.order_id', 'line.order_id')
    .select(['held.shop_id', 'line.dish_id', 'line.qty'])
    .where('line.order_id', '=', orderId)
    .orderBy('line.dish_id')
    .execute()
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
  const counted = await reduce(tx, shopId, line, true)
  assert(counted || (await reduce(tx, shopId, line, false)), 'what is committed was held')
  await tx.db
    .insertInto('stock_move')
    .values({
      shop_id: shopId,
      dish_id: line.dishId,
      delta: counted ? -line.quantity : 0,
      kind: 'COMMIT',
      ref: order.id,
      reason: '',
      at: order.now,
    })
    .execute()
}

async function reduce(
  tx: InventoryTx,
  shopId: string,
  { dishId, quantity }: ReserveLine,
  isCounted: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('stock')
    .set((stock) => ({
      on_hand: stock('on_hand', '-', quantity),
      reserved: stock('reserved', '-', quantity),
      version: stock('version', '+', 1),
    }))
    .where('shop_id', '=', shopId)
    .where('dish_id', '=', dishId)
    .where('reserved', '>=', quantity)
    .where('on_hand', isCounted ? 'is not' : 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows) === 1
}
