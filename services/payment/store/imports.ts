import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { ImportedBooks } from '../domain/imported.ts'
import type { PaymentStore } from '../ports.ts'
import { journalRows } from './journal.ts'
import { attemptRow, type PaymentTables, refundRow } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

/** Rows of one statement, at most. */
const rowsAtOnce = 500

export function createImports(storage: Storage<PaymentTables>): Pick<PaymentStore, 'importPayments'> {
  return {
    importPayments: (books, at) =>
      storage.tx('importPayments', async (tx) => {
        const ids = books.map(({ attempt }) => attempt.id)
        if (ids.length === 0) return 0
        const rows = await tx.db.selectFrom('attempt').select('id').where('id', 'in', ids).execute()
        const known = new Set(rows.map(({ id }) => id))
        const fresh = books.filter(({ attempt }) => !known.has(attempt.id))
        await insertBooks(tx, fresh, at)
        return fresh.length
      }),
  }
}

async function insertBooks(tx: PaymentTx, books: readonly ImportedBooks[], at: number): Promise<void> {
  await insertAll(
    tx,
    'attempt',
    books.map(({ attempt }) => paidRow(attempt, at)),
  )
  await insertAll(
    tx,
    'refund',
    books.flatMap(({ refund }) => (refund ? [refundRow(refund)] : [])),
  )
  const bookings = books.flatMap(({ attempt, bookings: all }) =>
    all.flatMap(({ entries, ...booking }) => journalRows({ ...booking, orderId: attempt.orderId }, entries)),
  )
  await insertAll(tx, 'journal', bookings)
}

function paidRow(attempt: ImportedBooks['attempt'], at: number) {
  const { paidAt: paid_at, amountFen: paid_amount_fen } = attempt
  return { ...attemptRow(attempt), paid_amount_fen, paid_at, updated_at: at }
}

async function insertAll(
  tx: PaymentTx,
  table: 'attempt' | 'refund' | 'journal',
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.db
      .insertInto(table)
      .values(rows.slice(from, from + rowsAtOnce) as never)
      .execute()
}
