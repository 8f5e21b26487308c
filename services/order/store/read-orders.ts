import type { Kysely, Selectable } from 'kysely'
import type { Order } from '../domain/order.ts'
import type { OrderQuery } from '../ports.ts'
import { orderOf } from './rows.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>

export async function readOrder(db: Reader, orderId: string): Promise<Order | null> {
  const row = await db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst()
  if (!row) return null
  const [whole] = await withHanging(db, [row])
  return whole ?? null
}

/** Newest first; what hangs on the page's orders is read for all of them at once. */
export async function readOrders(db: Reader, query: OrderQuery): Promise<readonly Order[]> {
  let select = db.selectFrom('orders').selectAll().orderBy('id', 'desc').limit(query.limit)
  if (query.customerId !== undefined) select = select.where('customer_id', '=', query.customerId)
  if (query.shopId !== undefined) select = select.where('shop_id', '=', query.shopId)
  if (query.states.length > 0) select = select.where('state', 'in', query.states)
  if (query.before !== '') select = select.where('id', '<', query.before)
  return withHanging(db, await select.execute())
}

async function withHanging(db: Reader, rows: Selectable<OrderTables['orders']>[]): Promise<readonly Order[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const of = <T extends { order_id: string }>(all: T[], id: string) => all.filter((row) => row.order_id === id)
  const [lines, charges, history, refunds] = await Promise.all([
    db.selectFrom('order_line').selectAll().where('order_id', 'in', ids).orderBy('id').execute(),
    db.selectFrom('order_charge').selectAll().where('order_id', 'in', ids).orderBy('kind', 'desc').execute(),
    db.selectFrom('order_history').selectAll().where('order_id', 'in', ids).orderBy('version').execute(),
    db.selectFrom('order_refund').selectAll().where('order_id', 'in', ids).orderBy('n').execute(),
  ])
  return rows.map((row) =>
    orderOf(row, {
      lines: of(lines, row.id),
      charges: of(charges, row.id),
      history: of(history, row.id),
      refunds: of(refunds, row.id),
    }),
  )
}
