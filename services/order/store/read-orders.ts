import type { ExpressionBuilder, Kysely, Selectable } from 'kysely'
import { prepared } from '#kit/storage/prepared.ts'
import type { Money, Order } from '../domain/order.ts'
import { foundMax } from '../domain/page.ts'
import type { State } from '../domain/transitions.ts'
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
  const { limit, offset } = query
  const page = newestOfEach(db, query, offset + limit)
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
  return withHanging(db, await page.execute())
}

/** Nobody counts further than pages go. */
export async function countOrders(db: Reader, query: OrderQuery): Promise<number> {
  const some = newestOfEach(db, query, foundMax).limit(foundMax).as('some')
  const counted = db.selectFrom(some).select(({ fn }) => fn.countAll<number>().as('orders'))
  return Number((await counted.executeTakeFirst())?.orders ?? 0)
}

/** An index gives the newest of one state; the newest of several are among the newest of each. */
function newestOfEach(db: Reader, query: OrderQuery, limit: number) {
  const ofState = (state?: State) =>
    newestOf(db, query, state).orderBy('id', 'desc').limit(limit).as('of_state')
  const [first = ofState(), ...others] = query.states.map(ofState)
  return others.reduce(
    (all, some) => all.unionAll(db.selectFrom(some).selectAll()),
    db.selectFrom(first).selectAll(),
  )
}

/** Oldest first, with what hangs on them. */
export async function readOrdersAfter(db: Reader, id: string, limit: number): Promise<readonly Order[]> {
  const behind = db.selectFrom('orders').selectAll().where('id', '>', id).orderBy('id').limit(limit)
  return withHanging(db, await behind.execute())
}

function newestOf(db: Reader, { customerId, shopId, money, before }: OrderQuery, state?: State) {
  let select = db.selectFrom('orders').selectAll()
  if (customerId !== undefined) select = select.where('customer_id', '=', customerId)
  if (shopId !== undefined) select = select.where('shop_id', '=', shopId)
  if (state !== undefined) select = select.where('state', '=', state)
  if (before !== '') select = select.where('id', '<', before)
  return money === '' ? select : select.where((order) => hasMoney(order, money))
}

/** The rule of the domain, in the database's words. */
function hasMoney(order: ExpressionBuilder<OrderTables, 'orders'>, money: Money) {
  const given = order
    .selectFrom('order_refund')
    .select(({ fn, lit }) => fn.coalesce(fn.sum('order_refund.amount_fen'), lit(0)).as('given'))
    .whereRef('order_refund.order_id', '=', 'orders.id')
    .where('order_refund.state', '=', 'DONE')
  const isUnpaid = order('winner_id', '=', '')
  const isBack = order(given, '>=', order.ref('amount_fen'))
  const isCancelled = order('orders.state', '=', 'CANCELLED')
  const stuck = order
    .selectFrom('order_refund')
    .select('order_refund.n')
    .whereRef('order_refund.order_id', '=', 'orders.id')
    .whereRef('order_refund.attempt_id', '=', 'orders.winner_id')
    .where('order_refund.state', '=', 'ABNORMAL')
  const isOnItsWay = order.and([order.not(isUnpaid), isCancelled, order.not(order.exists(stuck))])
  const isReturned = order.or([isBack, isOnItsWay])
  if (money === 'RETURNED') return isReturned
  return order.and([order.not(isReturned), money === 'UNPAID' ? isUnpaid : order.not(isUnpaid)])
}

export async function withHanging(
  db: Reader,
  rows: readonly Selectable<OrderTables['orders']>[],
): Promise<readonly Order[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [lines, charges, history, refunds] = await Promise.all([
    db.selectFrom('order_line').selectAll().where('order_id', 'in', ids).orderBy('id').execute(),
    db.selectFrom('order_charge').selectAll().where('order_id', 'in', ids).orderBy('kind', 'desc').execute(),
    db.selectFrom('order_history').selectAll().where('order_id', 'in', ids).orderBy('version').execute(),
    db.selectFrom('order_refund').selectAll().where('order_id', 'in', ids).orderBy('n').execute(),
  ])
  const grants = await grantsIn(db, refunds)
  const of = {
    lines: byOrder(lines),
    charges: byOrder(charges),
    history: byOrder(history),
    refunds: byOrder(refunds),
  }
  return rows.map((row) =>
    orderOf(row, {
      lines: of.lines.get(row.id) ?? [],
      charges: of.charges.get(row.id) ?? [],
      history: of.history.get(row.id) ?? [],
      refunds: of.refunds.get(row.id) ?? [],
      grants: grants.get(row.id) ?? [],
    }),
  )
}

function byOrder<Row extends { readonly order_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.order_id)
}
