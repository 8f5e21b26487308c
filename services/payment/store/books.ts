import type { Kysely } from 'kysely'
import type { Storage } from '#kit/storage/storage.ts'
import { importedReason } from '../domain/imported.ts'
import type { Entry } from '../domain/journal.ts'
import type { BillRow, Day } from '../domain/reconciliation.ts'
import type { PaymentStore } from '../ports.ts'
import {
  type AttemptRow,
  attemptOf,
  entryOf,
  type PaymentTables,
  type RefundRow,
  refundOf,
} from './tables.ts'

type Database = Kysely<PaymentTables>

/** Bound parameters per query. */
const chunk = 400

export function createBooksStore(
  storage: Storage<PaymentTables>,
): Pick<PaymentStore, 'paymentsOf' | 'booksOf'> {
  return {
    paymentsOf: (orderId) =>
      storage.read('paymentsOf', async (db) => {
        const attempts = await db
          .selectFrom('attempt')
          .selectAll()
          .where('order_id', '=', orderId)
          .orderBy('n')
          .execute()
        const refunds = await db
          .selectFrom('refund')
          .selectAll()
          .where('order_id', '=', orderId)
          .orderBy('n')
          .execute()
        return { attempts: attempts.map(attemptOf), refunds: refunds.map(refundOf) }
      }),

    booksOf: (day, bill) =>
      storage.read('booksOf', async (db) => {
        const attempts = await attemptRows(db, day, bill)
        const refunds = await refundRows(db, day, bill)
        const entries = await entriesOf(db, [...attempts.keys(), ...refunds.keys()])
        return {
          attempts: [...attempts.values()].map(attemptOf),
          refunds: [...refunds.values()].map(refundOf),
          entries,
        }
      }),
  }
}

async function attemptRows(db: Database, { from, to }: Day, bill: readonly BillRow[]) {
  const ofDay = db.selectFrom('attempt').selectAll().where('paid_at', '>=', from).where('paid_at', '<', to)
  // What was paid in the installation before this one stands in the bill under a number that is not ours.
  const ours = ofDay.where('channel', '<>', 'IMPORTED')
  const rows: AttemptRow[] = await ours.execute()
  const ids = bill.map((row) => (row.kind === 'payment' ? row.payment.attemptId : row.attemptId))
  for (const some of chunks(ids)) {
    rows.push(...(await db.selectFrom('attempt').selectAll().where('id', 'in', some).execute()))
  }
  const transactions = bill.flatMap((row) => (row.kind === 'payment' ? [row.payment.transaction] : []))
  for (const some of chunks(transactions)) {
    rows.push(...(await db.selectFrom('attempt').selectAll().where('provider_txn', 'in', some).execute()))
  }
  return new Map(rows.map((row) => [row.id, row]))
}

async function refundRows(db: Database, { from, to }: Day, bill: readonly BillRow[]) {
  const all = db.selectFrom('refund').selectAll().where('reason', '<>', importedReason)
  const rows: RefundRow[] = await all.where('refunded_at', '>=', from).where('refunded_at', '<', to).execute()
  rows.push(
    ...(await all.where('state', 'in', ['REQUESTED', 'PROCESSING']).where('created_at', '<', to).execute()),
  )
  const ids = bill.flatMap((row) => (row.kind === 'refund' ? [row.refundId] : []))
  for (const some of chunks(ids)) rows.push(...(await all.where('id', 'in', some).execute()))
  return new Map(rows.map((row) => [row.id, row]))
}

async function entriesOf(
  db: Database,
  refs: readonly string[],
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const found = new Map<string, Entry[]>()
  for (const some of chunks(refs)) {
    const rows = await db.selectFrom('journal').selectAll().where('ref', 'in', some).execute()
    for (const row of rows) found.set(row.ref, [...(found.get(row.ref) ?? []), entryOf(row)])
  }
  return found
}

function chunks(values: readonly string[]): readonly (readonly string[])[] {
  const distinct = [...new Set(values)]
  return Array.from({ length: Math.ceil(distinct.length / chunk) }, (_, at) =>
    distinct.slice(at * chunk, (at + 1) * chunk),
  )
}
