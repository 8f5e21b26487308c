import type { Storage, Tx } from '#kit/storage/storage.ts'
import { isPaid } from '../domain/attempt.ts'
import { depositOf, type Entry, revenueEntries } from '../domain/journal.ts'
import type { PaymentStore } from '../ports.ts'
import { attemptOf, entryOf, type JournalRow, type PaymentTables } from './tables.ts'

type PaymentTx = Tx<PaymentTables>

/** One transaction of the journal: its id says what it books, so that it is booked once. */
interface Booking {
  readonly txId: string
  readonly orderId: string
  readonly ref: string
  readonly at: number
}

export function createJournalStore(storage: Storage<PaymentTables>): Pick<PaymentStore, 'bookRevenue'> {
  return {
    bookRevenue: (orderId, amountFen, at) =>
      storage.tx('bookRevenue', async (tx) => {
        if (!(await lockPaidOrder(tx, orderId))) return
        const booking = { txId: `revenue:${orderId}`, orderId, ref: orderId, at }
        if (await isBooked(tx, booking.txId)) return
        await writeEntries(tx, booking, revenueEntries(amountFen, await depositIn(tx, orderId)))
      }),
  }
}

/** Appends entries; an id that is there already fails, because what it books commits together with it. */
export async function writeEntries(
  tx: PaymentTx,
  booking: Booking,
  entries: readonly Entry[],
): Promise<void> {
  await tx.db.insertInto('journal').values(journalRows(booking, entries)).execute()
}

export function journalRows({ txId, orderId, ref, at }: Booking, entries: readonly Entry[]): JournalRow[] {
  return entries.map(({ account, debitFen, creditFen }, index) => ({
    tx_id: txId,
    line: index + 1,
    account,
    debit_fen: debitFen,
    credit_fen: creditFen,
    order_id: orderId,
    ref,
    at,
  }))
}

/** What is left of an order's deposit; only sound while the order's attempts are locked. */
export async function depositIn(tx: PaymentTx, orderId: string): Promise<number> {
  const rows = await tx.db
    .selectFrom('journal')
    .select(['account', 'debit_fen', 'credit_fen'])
    .where('order_id', '=', orderId)
    .execute()
  return depositOf(rows.map(entryOf))
}

/** Locks the order's attempts against every other booking; tells whether one of them is paid. */
export async function lockPaidOrder(tx: PaymentTx, orderId: string): Promise<boolean> {
  const attempts = tx.db.selectFrom('attempt').selectAll().where('order_id', '=', orderId)
  const rows = await tx.lockForUpdate(attempts).execute()
  return rows.some((row) => isPaid(attemptOf(row).state))
}

async function isBooked(tx: PaymentTx, txId: string): Promise<boolean> {
  const row = await tx.db.selectFrom('journal').select('tx_id').where('tx_id', '=', txId).executeTakeFirst()
  return row !== undefined
}
