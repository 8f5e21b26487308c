import type { Kysely } from 'kysely'
import { Fault } from '#kit/fault.ts'
import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Cart, emptyCart, linesMax, optionsKey, quantityMax } from '../domain/cart.ts'
import type { CartStore, NewLine } from '../ports.ts'
import { itemOf } from './rows.ts'
import type { OrderTables } from './tables.ts'

type CartTx = Tx<OrderTables>

export function createCartStore(storage: Storage<OrderTables>): CartStore {
  return {
    ...removing(storage),
    find: (customerId, shopId) => storage.read('findCart', (db) => readCart(db, customerId, shopId)),

    list: (customerId) => storage.read('listCarts', (db) => readCarts(db, customerId)),

    add: (customerId, shopId, items) =>
      storage.tx('addToCart', async (tx) => {
        await touch(tx, customerId, shopId)
        for (const line of items) await addLine(tx, customerId, shopId, line)
        const cart = await readCart(tx.db, customerId, shopId)
        if (cart.lines.length > linesMax)
          throw new Fault('precondition', 'CART_FULL', `a cart holds at most ${linesMax} lines`)
        return cart
      }),

    take: (customerId, shopId, line) =>
      storage.tx('takeFromCart', async (tx) => {
        await touch(tx, customerId, shopId)
        await takeFromLine(tx, lineKey(customerId, shopId, line), line.quantity)
        return readCart(tx.db, customerId, shopId)
      }),

    setLine: (customerId, lineId, quantity) =>
      storage.tx('setCartLine', async (tx) => {
        const line = await tx.db
          .selectFrom('cart_line')
          .select('shop_id')
          .where('id', '=', numberOf(lineId))
          .where('customer_id', '=', customerId)
          .executeTakeFirst()
        if (!line) throw lineMissing()
        await touch(tx, customerId, line.shop_id)
        const isThere = await writeQuantity(tx, customerId, numberOf(lineId), quantity)
        // An order may have consumed it between the look and the touch.
        if (!isThere) throw lineMissing()
        return readCart(tx.db, customerId, line.shop_id)
      }),
  }
}

function removing(storage: Storage<OrderTables>): Pick<CartStore, 'drop' | 'clear'> {
  return {
    drop: (customerId, shopId, lineIds) =>
      storage.tx('dropCartLines', async (tx) => {
        await touch(tx, customerId, shopId)
        const going = tx.db.deleteFrom('cart_line').where('id', 'in', lineIds.map(numberOf))
        await going.where('customer_id', '=', customerId).execute()
      }),

    clear: (customerId, shopId) =>
      storage.tx('clearCart', async (tx) => {
        await touch(tx, customerId, shopId)
        await deleteLines(tx, customerId, shopId)
        return readCart(tx.db, customerId, shopId)
      }),
  }
}

/**
 * One statement, so that version and lines are of the same moment: an order consumes the version it has seen,
 * and with it must be exactly the lines it has seen. An empty cart has one row without a line.
 */
const findCart = prepared((db: Kysely<OrderTables>, value: { customerId: string; shopId: string }) =>
  db
    .selectFrom('cart')
    .leftJoin('cart_line as line', (join) =>
      join.onRef('line.customer_id', '=', 'cart.customer_id').onRef('line.shop_id', '=', 'cart.shop_id'),
    )
    .select(['cart.version', 'line.id', 'line.kind', 'line.item_id', 'line.options', 'line.quantity'])
    .where('cart.customer_id', '=', value.customerId)
    .where('cart.shop_id', '=', value.shopId),
)

async function readCart(db: Kysely<OrderTables>, customerId: string, shopId: string): Promise<Cart> {
  const { rows } = await findCart(db, { customerId, shopId })
  const version = rows[0]?.version
  if (version === undefined) return emptyCart(customerId, shopId)
  // In the order they were added; sorting so few here spares the database a table of its own.
  const lines = rows.flatMap(lineOf).sort((a, b) => Number(a.id) - Number(b.id))
  return { customerId, shopId, version, lines }
}

async function readCarts(db: Kysely<OrderTables>, customerId: string): Promise<readonly Cart[]> {
  const shops = db.selectFrom('cart_line').select('shop_id').distinct()
  const found = await shops.where('customer_id', '=', customerId).orderBy('shop_id').execute()
  return Promise.all(found.map(({ shop_id }) => readCart(db, customerId, shop_id)))
}

type FoundRow = Awaited<ReturnType<typeof findCart>>['rows'][number]

function lineOf({ id, kind, item_id, options, quantity }: FoundRow): Cart['lines'] {
  if (id === null || kind === null || item_id === null || options === null || quantity === null) return []
  return [{ id: String(id), item: itemOf({ kind, item_id, options }), quantity }]
}

/** Every change of a cart raises its version, so that a submit consumes exactly the cart it priced. */
async function touch(tx: CartTx, customerId: string, shopId: string): Promise<void> {
  const changed = await tx.db
    .updateTable('cart')
    .set((cart) => ({ version: cart('version', '+', 1) }))
    .where('customer_id', '=', customerId)
    .where('shop_id', '=', shopId)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 1n) return
  const first = await tx.insertIgnore('cart', { customer_id: customerId, shop_id: shopId, version: 1 })
  if (!first) await touch(tx, customerId, shopId)
}

async function addLine(tx: CartTx, customerId: string, shopId: string, line: NewLine): Promise<void> {
  const key = lineKey(customerId, shopId, line)
  if (await tx.insertIgnore('cart_line', { ...key, quantity: line.quantity })) return
  const changed = await tx.db
    .updateTable('cart_line')
    .set((row) => ({ quantity: row('quantity', '+', line.quantity) }))
    .where((where) => where.and(key))
    .where('quantity', '<=', quantityMax - line.quantity)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n)
    throw new Fault('invalid', 'QUANTITY_INVALID', `at most ${quantityMax} of one line`)
}

/** What makes a line this line. */
function lineKey(customerId: string, shopId: string, { item: { kind, id, options } }: NewLine) {
  return { customer_id: customerId, shop_id: shopId, kind, item_id: id, options: optionsKey(options) }
}

/** A line of which nothing would be left goes; where there is none, nothing happens. */
async function takeFromLine(tx: CartTx, key: ReturnType<typeof lineKey>, quantity: number): Promise<void> {
  const taking = tx.db.updateTable('cart_line').set((row) => ({ quantity: row('quantity', '-', quantity) }))
  const taken = taking.where((where) => where.and(key)).where('quantity', '>', quantity)
  if ((await taken.executeTakeFirst()).numUpdatedRows === 1n) return
  await tx.db
    .deleteFrom('cart_line')
    .where((where) => where.and(key))
    .execute()
}

/** False where there is no such line. */
async function writeQuantity(tx: CartTx, customerId: string, id: number, quantity: number): Promise<boolean> {
  if (quantity === 0) {
    const going = tx.db.deleteFrom('cart_line').where('id', '=', id).where('customer_id', '=', customerId)
    return (await going.executeTakeFirst()).numDeletedRows === 1n
  }
  const changing = tx.db.updateTable('cart_line').set({ quantity }).where('id', '=', id)
  return (await changing.where('customer_id', '=', customerId).executeTakeFirst()).numUpdatedRows === 1n
}

function lineMissing(): Fault {
  return new Fault('missing', 'CART_LINE_MISSING', 'there is no such line in the cart')
}

const deleteAll = prepared((db: Kysely<OrderTables>, value: { customerId: string; shopId: string }) =>
  db.deleteFrom('cart_line').where('customer_id', '=', value.customerId).where('shop_id', '=', value.shopId),
)
const takeVersion = prepared(
  (db: Kysely<OrderTables>, value: { customerId: string; shopId: string; version: number; next: number }) =>
    db
      .updateTable('cart')
      .set({ version: value.next })
      .where('customer_id', '=', value.customerId)
      .where('shop_id', '=', value.shopId)
      .where('version', '=', value.version),
)

async function deleteLines(tx: CartTx, customerId: string, shopId: string): Promise<void> {
  await deleteAll(tx.db, { customerId, shopId })
}

/** Empties the cart if it is still the one that was priced. */
export async function takeCart(
  tx: CartTx,
  customerId: string,
  shopId: string,
  version: number,
): Promise<void> {
  const taken = await takeVersion(tx.db, { customerId, shopId, version, next: version + 1 })
  if (taken.numAffectedRows !== 1n) throw new Fault('conflict', 'CART_CHANGED', 'the cart changed meanwhile')
  await deleteLines(tx, customerId, shopId)
}

/** Line ids are the database's numbers; any other text names no line. */
function numberOf(lineId: string): number {
  return /^\d{1,15}$/.test(lineId) ? Number(lineId) : -1
}
