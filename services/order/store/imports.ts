import type { Insertable } from 'kysely'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import { findMade, type Made, recordMade } from '#kit/storage/made.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Brought, Whole } from '../domain/imported.ts'
import { distinctNumber } from '../domain/imported.ts'
import type { Order } from '../domain/order.ts'
import type { OrderStore } from '../ports.ts'
import { historyRow, lineRow, orderRow } from './rows.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>

const scope = 'import:order'

/** Bound parameters of one statement, at most; both databases take twice as many. */
const parametersMax = 15_000

export function createImports(storage: Storage<OrderTables>): Pick<OrderStore, 'importOrders'> {
  return {
    importOrders: (whole, at) =>
      storage.tx('importOrders', async (tx) => {
        const keys = whole.map(({ oldId }) => oldId)
        const known = await findMade(tx, scope, keys)
        const fresh = await numbered(
          tx,
          whole.filter(({ oldId }) => !known.has(oldId)),
        )
        await insertOrders(tx, fresh)
        await recordMade(tx, scope, fresh.map(madeOf), at)
        return whole.map((one) => broughtOf(one, known.get(one.oldId)))
      }),
  }
}

/** Two that are called the same, or like one that is here, are told apart. */
async function numbered(tx: OrderTx, whole: readonly Whole[]): Promise<readonly Whole[]> {
  if (whole.length === 0) return []
  const wanted = whole.map(({ order }) => order.number)
  const rows = await tx.db.selectFrom('orders').select('number').where('number', 'in', wanted).execute()
  const taken = new Set(rows.map(({ number }) => number))
  return whole.map(({ order, ...rest }) => {
    const number = taken.has(order.number) ? distinctNumber(order.number, rest.oldId) : order.number
    taken.add(number)
    return { ...rest, order: { ...order, number } }
  })
}

async function insertOrders(tx: OrderTx, whole: readonly Whole[]): Promise<void> {
  if (whole.length === 0) return
  const orders = whole.map(({ order }) => order)
  const free = await freeNumbers(tx, whole)
  const rows = whole.map(({ order, oldId }) => {
    const row = { ...orderRow(order), disposition_done: 1, origin: 'import' }
    return free.has(oldId) ? { number_id: Number(oldId), ...row } : row
  })
  // Numbers that the database gives come last, so that none of them is one that is wanted.
  await insertAll(
    tx,
    'orders',
    rows.filter((row) => 'number_id' in row),
  )
  await insertAll(
    tx,
    'orders',
    rows.filter((row) => !('number_id' in row)),
  )
  await insertAll(
    tx,
    'order_line',
    orders.flatMap(({ id, lines }) => lines.map((line) => lineRow(id, line))),
  )
  await insertAll(tx, 'order_charge', orders.flatMap(chargeRows))
  await insertAll(
    tx,
    'order_history',
    orders.flatMap(({ id, history }) => history.map((entry) => historyRow(id, entry))),
  )
  await insertAll(tx, 'order_payment', whole.flatMap(paymentRows))
  await insertAll(tx, 'order_refund', orders.flatMap(refundRows))
  await insertAll(tx, 'order_grant', orders.flatMap(grantRows))
}

/** Old numbers that no order has here; clients that remember one then still find it. */
async function freeNumbers(tx: OrderTx, whole: readonly Whole[]): Promise<ReadonlySet<string>> {
  const wanted = whole.map(({ oldId }) => Number(oldId))
  const rows = await tx.db.selectFrom('orders').select('number_id').where('number_id', 'in', wanted).execute()
  const taken = new Set(rows.map((row) => String(row.number_id)))
  return new Set(whole.map(({ oldId }) => oldId).filter((oldId) => !taken.has(oldId)))
}

async function insertAll<Table extends keyof OrderTables & string>(
  tx: OrderTx,
  table: Table,
  rows: readonly Insertable<OrderTables[Table]>[],
): Promise<void> {
  const atOnce = Math.floor(parametersMax / Math.max(1, Object.keys(rows[0] ?? {}).length))
  for (let from = 0; from < rows.length; from += atOnce)
    await tx.db
      .insertInto(table)
      .values(rows.slice(from, from + atOnce) as never)
      .execute()
}

function chargeRows({ id, charges }: Order) {
  return charges.map(({ kind, amountFen }) => ({ order_id: id, kind, amount_fen: amountFen }))
}

function paymentRows({ order: { id, winnerId, amountFen, history } }: Whole) {
  const paid = history.find(({ to }) => to === 'PAID')
  if (!paid) return []
  return [{ order_id: id, attempt_id: winnerId, amount_fen: amountFen, late: 0, paid_at: paid.at }]
}

function refundRows({ id, refunds }: Order) {
  return refunds.map(({ n, attemptId, amountFen, cause, state }) => {
    return { order_id: id, n, attempt_id: attemptId, amount_fen: amountFen, cause, state }
  })
}

function grantRows({ id: order_id, grants }: Order) {
  return grants.map(({ id, n, amountFen, reason, claimId, by, at }) => {
    const named = { id, order_id, n, claim_id: claimId, by_name: by }
    return { ...named, amount_fen: amountFen, reason, at, idem_key: null, fingerprint: '' }
  })
}

function madeOf({ oldId, order, facts }: Whole): Made {
  return { key: oldId, resourceId: order.id, fingerprint: sha256Hex(facts) }
}

function broughtOf({ oldId, order, facts }: Whole, known: Made | undefined): Brought {
  const attemptId = order.winnerId
  if (!known) return { oldId, orderId: order.id, attemptId, skipped: '' }
  const isSame = known.fingerprint === sha256Hex(facts)
  return {
    oldId,
    orderId: known.resourceId,
    attemptId,
    skipped: isSame ? 'ALREADY_IMPORTED' : 'CHANGED_SINCE',
  }
}
