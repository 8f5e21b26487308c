import type { Selectable } from 'kysely'
import { assert } from '#kit/assert.ts'
import { Fault } from '#kit/fault.ts'
import type { Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { StockItem } from '../domain/stock.ts'
import { dayCutTimer } from '../timers.ts'
import { blankStock } from './hold.ts'
import { type InventoryTables, toStockItem } from './tables.ts'

type InventoryTx = Tx<InventoryTables>

/** A stock item nobody else changes until the transaction ends. */
export interface HeldItem {
  readonly item: StockItem
  readonly version: number
}

/** Holds a dish's stock; a dish never seen begins unlimited. */
export async function holdItem(tx: InventoryTx, shopId: string, dishId: string): Promise<HeldItem> {
  await tx.upsert('stock', blankStock(shopId, dishId), ['shop_id', 'dish_id'], [])
  const query = tx.db.selectFrom('stock').selectAll().where('shop_id', '=', shopId)
  const row = await tx.lockForUpdate(query.where('dish_id', '=', dishId)).executeTakeFirst()
  assert(row, 'a stock item that was inserted is there')
  return { item: toStockItem(row), version: row.version }
}

/** Those whose figures a new day changes, in the order all transactions keep. */
export async function holdDueItems(
  tx: InventoryTx,
  shopId: string,
  now: number,
): Promise<readonly HeldItem[]> {
  const query = tx.db
    .selectFrom('stock')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where((stock) =>
      stock.or([
        stock('daily_amount', 'is not', null),
        stock.and([stock('sold_out_until', '>', 0), stock('sold_out_until', '<=', now)]),
      ]),
    )
    .orderBy('dish_id')
  const rows = await tx.lockForUpdate(query).execute()
  return rows.map((row) => ({ item: toStockItem(row), version: row.version }))
}

/** Writes new figures over what was held. Throws STOCK_BELOW_RESERVED. */
export async function saveItem(tx: InventoryTx, held: HeldItem, after: StockItem): Promise<void> {
  if (after.onHand !== null && after.onHand < held.item.reserved)
    throw new Fault('precondition', 'STOCK_BELOW_RESERVED', 'stock cannot be less than what is reserved')
  const { numUpdatedRows } = await tx.db
    .updateTable('stock')
    .set({
      on_hand: after.onHand,
      daily_amount: after.dailyAmount,
      sold_out_until: after.soldOutUntil,
      low_at: after.lowAt,
      version: held.version + 1,
    })
    .where('shop_id', '=', after.shopId)
    .where('dish_id', '=', after.dishId)
    .where('version', '=', held.version)
    .executeTakeFirst()
  assert(Number(numUpdatedRows) === 1, 'a held stock item stands still')
}

/** The movement from one figure to another; unlimited counts as none on hand. */
export async function recordMove(
  tx: InventoryTx,
  before: StockItem,
  after: StockItem,
  why: Pick<Selectable<InventoryTables['stock_move']>, 'kind' | 'ref' | 'reason' | 'moved_by' | 'at'>,
): Promise<void> {
  const delta = (after.onHand ?? 0) - (before.onHand ?? 0)
  const row = { shop_id: after.shopId, dish_id: after.dishId, delta, ...why }
  await tx.db.insertInto('stock_move').values(row).execute()
}

interface MadeAdjustment {
  readonly ref: string
  readonly dishId: string
  readonly delta: number
}

/** Whether the adjustment was made before; the caller holds the item. Throws ADJUSTMENT_DIFFERS. */
export async function isAdjusted(tx: InventoryTx, { ref, dishId, delta }: MadeAdjustment): Promise<boolean> {
  const made = tx.db.selectFrom('stock_move').select(['dish_id', 'delta']).where('kind', '=', 'ADJUST')
  const row = await made.where('ref', '=', ref).executeTakeFirst()
  if (row && (row.dish_id !== dishId || row.delta !== delta))
    throw new Fault('precondition', 'ADJUSTMENT_DIFFERS', 'the key was used for another adjustment')
  return row !== undefined
}

/** Sees to it that the shop's days are cut from now on. */
export async function beginCuttingDays(tx: InventoryTx, shopId: string, nextAt: number): Promise<void> {
  if (!(await tx.insertIgnore('day_cut', { shop_id: shopId, next_at: nextAt }))) return
  await setTimer(tx, { kind: dayCutTimer, ref: shopId, dueAt: nextAt })
}

/** Moves on to the next day where the present one is over, once; the timer rings for whichever comes next. */
export async function beginDay(
  tx: InventoryTx,
  shopId: string,
  now: number,
  nextAt: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('day_cut')
    .set({ next_at: nextAt })
    .where('shop_id', '=', shopId)
    .where('next_at', '<=', now)
    .executeTakeFirst()
  const row = await tx.db.selectFrom('day_cut').selectAll().where('shop_id', '=', shopId).executeTakeFirst()
  if (row) await setTimer(tx, { kind: dayCutTimer, ref: shopId, dueAt: row.next_at })
  return Number(numUpdatedRows) === 1
}
