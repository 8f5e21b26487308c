import type { ExpressionBuilder, Kysely } from 'kysely'
import { prepared } from '#kit/storage/prepared.ts'
import type { SqlValue } from '#kit/storage/storage.ts'
import type { InventoryTables } from './tables.ts'

type Db = Kysely<InventoryTables>

interface LineValues {
  readonly [name: string]: SqlValue
  readonly shopId: string
  readonly dishId: string
  readonly quantity: number
}

/** Holds a quantity of a dish, where there is enough and it is on offer. */
export const holdStock = prepared((db: Db, line: LineValues & { readonly now: number }) =>
  db
    .updateTable('stock')
    .set((stock) => ({ reserved: stock('reserved', '+', line.quantity), version: stock('version', '+', 1) }))
    .where('shop_id', '=', line.shopId)
    .where('dish_id', '=', line.dishId)
    .where((stock) => stock.or([stock('on_hand', 'is', null), stock(free(stock), '>=', line.quantity)]))
    .where('sold_out_until', '<=', line.now),
)

export const giveBackStock = prepared((db: Db, line: LineValues) =>
  db
    .updateTable('stock')
    .set((stock) => ({ reserved: stock('reserved', '-', line.quantity), version: stock('version', '+', 1) }))
    .where('shop_id', '=', line.shopId)
    .where('dish_id', '=', line.dishId)
    .where('reserved', '>=', line.quantity),
)

/** Takes a held quantity out of what is counted, or out of what is not. */
export const takeCounted = prepared((db: Db, line: LineValues) => take(db, line, 'is not'))
export const takeUncounted = prepared((db: Db, line: LineValues) => take(db, line, 'is'))

function take(db: Db, { shopId, dishId, quantity }: LineValues, isNull: 'is' | 'is not') {
  return db
    .updateTable('stock')
    .set((stock) => ({
      on_hand: stock('on_hand', '-', quantity),
      reserved: stock('reserved', '-', quantity),
      version: stock('version', '+', 1),
    }))
    .where('shop_id', '=', shopId)
    .where('dish_id', '=', dishId)
    .where('reserved', '>=', quantity)
    .where('on_hand', isNull, null)
}

interface Settling {
  readonly [name: string]: SqlValue
  readonly orderId: string
  readonly outcome: string
  readonly now: number
}

export const settleReservation = prepared((db: Db, { orderId, outcome, now }: Settling) =>
  db
    .updateTable('reservation')
    .set({ outcome, at: now })
    .where('order_id', '=', orderId)
    .where('outcome', '=', 'HELD'),
)

export const selectLines = prepared((db: Db, { orderId }: { readonly orderId: string }) =>
  db
    .selectFrom('reservation_line as line')
    .innerJoin('reservation as held', 'held.order_id', 'line.order_id')
    .select(['held.shop_id', 'line.dish_id', 'line.qty'])
    .where('line.order_id', '=', orderId)
    .orderBy('line.dish_id'),
)

type Numbered = Readonly<Record<string, SqlValue>>

/** Inserts `count` lines: values orderId, dish0, qty0, dish1 … */
export const insertLines = perCount((count) =>
  prepared((db: Db, value: Numbered) =>
    db.insertInto('reservation_line').values(
      upTo(count).map((at) => ({
        order_id: value.orderId as string,
        dish_id: value[`dish${at}`] as string,
        qty: value[`qty${at}`] as number,
      })),
    ),
  ),
)

/** Those of `count` dishes that are low or have at most `limit` free: values shopId, limit, dish0, dish1 … */
export const selectScarce = perCount((count) =>
  prepared((db: Db, value: Numbered) =>
    db
      .selectFrom('stock')
      .selectAll()
      .where('shop_id', '=', value.shopId as string)
      .where(
        'dish_id',
        'in',
        upTo(count).map((at) => value[`dish${at}`] as string),
      )
      .where((stock) =>
        stock.or([
          stock(free(stock), '<=', value.limit as number),
          stock(free(stock), '<=', stock.ref('low_at')),
        ]),
      ),
  ),
)

/** Marked, or counted with nothing left. */
export const selectSoldOut = prepared((db: Db, { shopId, now }: { shopId: string; now: number }) =>
  db
    .selectFrom('stock')
    .selectAll()
    .where('shop_id', '=', shopId)
    .where((stock) => stock.or([stock('sold_out_until', '>', now), stock(free(stock), '<=', 0)]))
    .orderBy('dish_id'),
)

export function touchedOne({ numAffectedRows }: { readonly numAffectedRows?: bigint }): boolean {
  return Number(numAffectedRows) === 1
}

/** NULL, and so neither enough nor scarce, where nobody counts. */
function free(stock: ExpressionBuilder<InventoryTables, 'stock'>) {
  return stock('on_hand', '-', stock.ref('reserved'))
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at)
}

/** Makes a statement once for each number of lines. */
function perCount<Statement>(make: (count: number) => Statement): (count: number) => Statement {
  const made = new Map<number, Statement>()
  return (count) => {
    const statement = made.get(count) ?? make(count)
    made.set(count, statement)
    return statement
  }
}
