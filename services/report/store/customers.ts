import type { Selectable } from 'kysely'
import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import {
  beginningWith,
  type CustomersPage,
  type Gain,
  type ShopCustomer,
  withGain,
} from '../domain/shop-customer.ts'
import type { ReportStore } from '../ports.ts'
import type { ReportTables } from './tables.ts'

type ReportTx = Tx<ReportTables>
type Db = ReportTx['db']

export function createCustomerList(storage: Storage<ReportTables>): Pick<ReportStore, 'listCustomers'> {
  return {
    listCustomers: (shopId, page) => storage.read('listCustomers', (db) => readPage(db, shopId, page)),
  }
}

/** Along the index of the shop that has them in this order. */
async function readPage(db: Db, shopId: string, { sort, behind, limit }: CustomersPage) {
  const by = sort === 'SPENT' ? 'spent_fen' : 'last_order_at'
  let select = db.selectFrom('shop_customer').selectAll().where('shop_id', '=', shopId)
  if (behind)
    select = select
      .where(by, '<=', behind.value)
      .where((is) => is.or([is(by, '<', behind.value), is('customer_id', '<', behind.customerId)]))
  const rows = await select.orderBy(by, 'desc').orderBy('customer_id', 'desc').limit(limit).execute()
  return rows.map(customerOf)
}

const write = prepared((db: Db, row: ReportTables['shop_customer']) =>
  db
    .updateTable('shop_customer')
    .set({
      orders: row.orders,
      spent_fen: row.spent_fen,
      first_order_at: row.first_order_at,
      last_order_at: row.last_order_at,
      last_order_id: row.last_order_id,
    })
    .where('shop_id', '=', row.shop_id)
    .where('customer_id', '=', row.customer_id),
)

/** Written before it looks whether the customer is gone: of an order and a deletion one sees the other. */
export async function addGain(tx: ReportTx, gain: Gain): Promise<void> {
  const known = await lock(tx, gain)
  await write(tx.db, rowOf(gain.shopId, withGain(known, gain)))
  const gone = tx.db.selectFrom('departure').selectAll().where('customer_id', '=', gain.customerId)
  if (await tx.lockForUpdate(gone).executeTakeFirst()) await forgetCustomer(tx, gain.customerId)
}

/** Looks first, and writes where nothing is. */
async function lock(tx: ReportTx, gain: Gain): Promise<ShopCustomer> {
  const { shopId, customerId } = gain
  const ofShop = tx.db.selectFrom('shop_customer').selectAll().where('shop_id', '=', shopId)
  const locking = tx.lockForUpdate(ofShop.where('customer_id', '=', customerId))
  const known = await locking.executeTakeFirst()
  if (known) return customerOf(known)
  await tx.insertIgnore('shop_customer', { ...rowOf(shopId, beginningWith(gain)) })
  return customerOf(await locking.executeTakeFirstOrThrow())
}

export async function forgetCustomer(tx: ReportTx, customerId: string): Promise<void> {
  await tx.db.deleteFrom('shop_customer').where('customer_id', '=', customerId).execute()
}

function customerOf(row: Selectable<ReportTables['shop_customer']>): ShopCustomer {
  return {
    customerId: row.customer_id,
    orders: row.orders,
    spentFen: row.spent_fen,
    firstOrderAt: row.first_order_at,
    lastOrderAt: row.last_order_at,
    lastOrderId: row.last_order_id,
  }
}

function rowOf(shopId: string, customer: ShopCustomer): ReportTables['shop_customer'] {
  return {
    shop_id: shopId,
    customer_id: customer.customerId,
    orders: customer.orders,
    spent_fen: customer.spentFen,
    first_order_at: customer.firstOrderAt,
    last_order_at: customer.lastOrderAt,
    last_order_id: customer.lastOrderId,
  }
}
