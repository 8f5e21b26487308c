import type { Kysely, Selectable } from 'kysely'
import { prepared } from '#kit/storage/prepared.ts'
import type { Order } from '../domain/order.ts'
import type { OrderQuery } from '../ports.ts'
import { grantsIn } from './read-grants.ts'
import { orderOf } from './rows.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>

const findOrder = prepared((db: Reader, value: { id: string }) =>
  db.selectFrom('orders').selectAll().where('id', '=', value.id),
)
const linesOf = prepared((db: Reader, value: { id: string }) =>
  db.selectFrom('order_line').selectAll().where('order_id', '=', value.id).orderBy('id'),
)
const chargesOf = prepared((db: Reader, value: { id: string }) =>
  db.selectFrom('order_charge').selectAll().where('order_id', '=', value.id).orderBy('kind', 'desc'),
)
const historyOf = prepared((db: Reader, value: { id: string }) =>
  db.selectFrom('order_history').selectAll().where('order_id', '=', value.id).orderBy('version'),
)
const refundsOf = prepared((db: Reader, value: { id: string }) =>
  db.selectFrom('order_refund').selectAll().where('order_id', '=', value.id).orderBy('n'),
)

export async function readOrder(db: Reader, id: string): Promise<Order | null> {
  const {
    rows: [row],
  } = await findOrder(db, { id })
  if (!row) return null
  const [lines, charges, history, refunds] = await Promise.all([
    linesOf(db, { id }),
    chargesOf(db, { id }),
    historyOf(db, { id }),
    refundsOf(db, { id }),
  ])
  return orderOf(row, {
    lines: lines.rows,
    charges: charges.rows,
    history: history.rows,
    refunds: refunds.rows,
    grants: (await grantsIn(db, refunds.rows)).get(id) ?? [],
  })
}

const idOfCount = prepared((db: Reader, value: { numberId: number }) =>
  db.selectFrom('orders').select('id').where('number_id', '=', value.numberId),
)
const idOfNumber = prepared((db: Reader, value: { number: string }) =>
  db.selectFrom('orders').select('id').where('number', '=', value.number),
)

/** By the database's count, or by the readable number where that is 0. */
export async function readNumbered(db: Reader, numberId: number, number: string): Promise<Order | null> {
  const found = numberId === 0 ? await idOfNumber(db, { number }) : await idOfCount(db, { numberId })
  const id = found.rows[0]?.id
  return id === undefined ? null : readOrder(db, id)
}

/** Newest first; what hangs on the page's orders is read for all of them at once. */
export async function readOrders(db: Reader, query: OrderQuery): Promise<readonly Order[]> {
  const [first, second, ...others] = query.states.map((state) => newestOf(db, query, state).as('of_state'))
  if (!first || !second) return withHanging(db, await newestOf(db, query, query.states[0]).execute())
  // An index gives the newest of one state; the newest of several are among the newest of each.
  const ofEach = [second, ...others].reduce(
    (all, some) => all.unionAll(db.selectFrom(some).selectAll()),
    db.selectFrom(first).selectAll(),
  )
  return withHanging(db, await ofEach.orderBy('id', 'desc').limit(query.limit).execute())
}

/** Oldest first, with what hangs on them. */
export async function readOrdersAfter(db: Reader, id: string, limit: number): Promise<readonly Order[]> {
  const behind = db.selectFrom('orders').selectAll().where('id', '>', id).orderBy('id').limit(limit)
  return withHanging(db, await behind.execute())
}

function newestOf(db: Reader, { customerId, shopId, before, limit }: OrderQuery, state?: string) {
  let select = db.selectFrom('orders').selectAll().orderBy('id', 'desc').limit(limit)
  if (customerId !== undefined) select = select.where('customer_id', '=', customerId)
  if (shopId !== undefined) select = select.where('shop_id', '=', shopId)
  if (state !== undefined) select = select.where('state', '=', state)
  if (before !== '') select = select.where('id', '<', before)
  return select
}

export async function withHanging(
  db: Reader,
  rows: readonly Selectable<OrderTables['orders']>[],
): Promise<readonly Order[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const of = <T extends { order_id: string }>(all: T[], id: string) =>
    all.filter((row) => row.order_id === id)
  const [lines, charges, history, refunds] = await Promise.all([
    db.selectFrom('order_line').selectAll().where('order_id', 'in', ids).orderBy('id').execute(),
    db.selectFrom('order_charge').selectAll().where('order_id', 'in', ids).orderBy('kind', 'desc').execute(),
    db.selectFrom('order_history').selectAll().where('order_id', 'in', ids).orderBy('version').execute(),
    db.selectFrom('order_refund').selectAll().where('order_id', 'in', ids).orderBy('n').execute(),
  ])
  const grants = await grantsIn(db, refunds)
  return rows.map((row) =>
    orderOf(row, {
      lines: of(lines, row.id),
      charges: of(charges, row.id),
      history: of(history, row.id),
      refunds: of(refunds, row.id),
      grants: grants.get(row.id) ?? [],
    }),
  )
}
