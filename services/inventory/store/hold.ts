import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { Tx } from '#kit/storage/storage.ts'
import type { Reservation, ReserveLine, Wish } from '../domain/reservation.ts'
import { availableOf, eventsOf, type StockEvent } from '../domain/stock.ts'
import { findReservation } from './find-reservation.ts'
import { giveBackStock, holdStock, insertLines, selectScarce, touchedOne } from './statements.ts'
import { type InventoryTables, toStockItem } from './tables.ts'

type InventoryTx = Tx<InventoryTables>

/** Claims the order's one row; an order that has it already keeps its outcome. */
export async function claim(tx: InventoryTx, wish: Wish, fingerprint: string, now: number) {
  const row = { order_id: wish.orderId, shop_id: wish.shopId, outcome: 'HELD', fingerprint }
  if (await tx.insertIgnore('reservation', { ...row, short_dish_ids: '[]', at: now })) return undefined
  const earlier = await findReservation(tx, wish.orderId)
  assert(earlier, 'a reservation that cannot be inserted is there')
  if (earlier.fingerprint !== '' && earlier.fingerprint !== fingerprint)
    throw new Fault('conflict', 'RESERVATION_DIFFERS', 'the order was reserved with other lines')
  return earlier.reservation
}

/** Holds every line, or none and answers the dishes there are too few of. */
export async function holdAll(
  tx: InventoryTx,
  { shopId, lines }: Wish,
  now: number,
): Promise<readonly string[]> {
  const held: ReserveLine[] = []
  const short: string[] = []
  for (const line of lines) {
    if (await hold(tx, shopId, line, now)) held.push(line)
    else short.push(line.dishId)
  }
  if (short.length > 0) for (const line of held) await giveBack(tx, shopId, line)
  return short
}

/**
 * A dish nobody has counted is unlimited. Many may want it first, so it is begun, then held like any other.
 */
async function hold(tx: InventoryTx, shopId: string, line: ReserveLine, now: number): Promise<boolean> {
  if (await holdKnown(tx, shopId, line, now)) return true
  await tx.upsert('stock', blankStock(shopId, line.dishId), ['shop_id', 'dish_id'], [])
  return holdKnown(tx, shopId, line, now)
}

async function holdKnown(tx: InventoryTx, shopId: string, line: ReserveLine, now: number): Promise<boolean> {
  return touchedOne(await holdStock(tx.db, { ...line, shopId, now }))
}

export async function giveBack(tx: InventoryTx, shopId: string, line: ReserveLine): Promise<void> {
  assert(touchedOne(await giveBackStock(tx.db, { ...line, shopId })), 'what is given back was held')
}

export async function reject(
  tx: InventoryTx,
  orderId: string,
  shortDishIds: readonly string[],
): Promise<Reservation> {
  await tx.db
    .updateTable('reservation')
    .set({ outcome: 'REJECTED', short_dish_ids: JSON.stringify(shortDishIds) })
    .where('order_id', '=', orderId)
    .execute()
  return { orderId, outcome: 'REJECTED', shortDishIds }
}

export async function recordLines(tx: InventoryTx, { orderId, lines }: Wish): Promise<void> {
  const values = lines.flatMap(({ dishId, quantity }, at) => [
    [`dish${at}`, dishId],
    [`qty${at}`, quantity],
  ])
  await insertLines(lines.length)(tx.db, { orderId, ...Object.fromEntries(values) })
}

/** What a hold (`direction` −1) or giving back (+1) of these lines means to those who watch the stock. */
export async function eventsAround(
  tx: InventoryTx,
  { shopId, lines }: Pick<Wish, 'shopId' | 'lines'>,
  direction: -1 | 1,
  at: { readonly now: number; readonly lowAt: number },
): Promise<readonly StockEvent[]> {
  const quantities = new Map(lines.map((line) => [line.dishId, line.quantity]))
  const limit = Math.max(at.lowAt, ...quantities.values())
  const dishes = Object.fromEntries(lines.map(({ dishId }, place) => [`dish${place}`, dishId]))
  const { rows } = await selectScarce(lines.length)(tx.db, { shopId, limit, ...dishes })
  return rows.map(toStockItem).flatMap((item) => {
    const after = availableOf(item, at.now)
    const before = after - direction * (quantities.get(item.dishId) ?? 0)
    return eventsOf(item.dishId, before, after, item.lowAt ?? at.lowAt)
  })
}

export function blankStock(shopId: string, dishId: string) {
  return {
    shop_id: shopId,
    dish_id: dishId,
    on_hand: null,
    reserved: 0,
    daily_amount: null,
    sold_out_until: 0,
    low_at: null,
    version: 1,
  }
}
