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
    find: (customerId, shopId) => storage.read('findCart', (db) => readCart(db, customerId, shopId)),

    add: (customerId, shopId, items) =>
      storage.tx('addToCart', async (tx) => {
        await touch(tx, customerId, shopId)
        for (const line of items) await addLine(tx, customerId, shopId, line)
        const cart = await readCart(tx.db, customerId, shopId)
        if (cart.lines.length > linesMax)
          throw new Fault('precondition', 'CART_FULL', `a cart holds at most ${linesMax} lines`)
        return cart
      }),

    setLine: (customerId, lineId, quantity) =>
      storage.tx('setCartLine', async (tx) => {
        const line = await tx.db
          .selectFrom('cart_line')
          .select('shop_id')
          .where('id', '=', numberOf(lineId))
          .where('customer_id', '=', customerId)
          .executeTakeFirst()
        if (!line) throw new Fault('missing', 'CART_LINE_MISSING', 'there is no such line in the cart')
        await touch(tx, customerId, line.shop_id)
        await writeQuantity(tx, customerId, numberOf(lineId), quantity)
        return readCart(tx.db, customerId, line.shop_id)
      }),

    clear: (customerId, shopId) =>
      storage.tx('clearCart', async (tx) => {
        await touch(tx, customerId, shopId)
        await deleteLines(tx, customerId, shopId)
        return readCart(tx.db, customerId, shopId)
      }),
  }
}

const findVersion = prepared((db: Kysely<OrderTables>, value: { customerId: string; shopId: string }) =>
  db
    .selectFrom('cart')
    .select('version')
    .where('customer_id', '=', value.customerId)
    .where('shop_id', '=', value.shopId),
)
const findLines = prepared((db: Kysely<OrderTables>, value: { customerId: string; shopId: string }) =>
  db
    .selectFrom('cart_line')
    .select(['id', 'kind', 'item_id', 'options', 'quantity'])
    .where('customer_id', '=', value.customerId)
    .where('shop_id', '=', value.shopId)
    .orderBy('id'),
)

async function readCart(db: Kysely<OrderTables>, customerId: string, shopId: string): Promise<Cart> {
  const ofCustomer = { customerId, shopId }
  const [{ rows: versions }, { rows }] = await Promise.all([
    findVersion(db, ofCustomer),
    findLines(db, ofCustomer),
  ])
  const version = versions[0]?.version
  if (version === undefined) return emptyCart(customerId, shopId)
  const lines = rows.map((row) => ({ id: String(row.id), item: itemOf(row), quantity: row.quantity }))
  return { customerId, shopId, version, lines }
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
  const { kind, id, options } = line.item
  const key = { customer_id: customerId, shop_id: shopId, kind, item_id: id, options: optionsKey(options) }
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

async function writeQuantity(tx: CartTx, customerId: string, id: number, quantity: number): Promise<void> {
  if (quantity === 0) {
    await tx.db.deleteFrom('cart_line').where('id', '=', id).where('customer_id', '=', customerId).execute()
    return
  }
  await tx.db
    .updateTable('cart_line')
    .set({ quantity })
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .execute()
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
