import type { Storage } from '#kit/storage/storage.ts'
import type { Announce } from './events.ts'
import type { PaymentStore } from './ports.ts'
import { createAttemptStore } from './store/attempts.ts'
import { createBooksStore } from './store/books.ts'
import { createDifferenceStore } from './store/differences.ts'
import { createImports } from './store/imports.ts'
import { createJournalStore } from './store/journal.ts'
import { createRefundStore } from './store/refunds.ts'
import type { PaymentTables } from './store/tables.ts'

export function createPaymentStore(storage: Storage<PaymentTables>, announce: Announce): PaymentStore {
  return {
    ...createAttemptStore(storage, announce),
    ...createRefundStore(storage, announce),
    ...createDifferenceStore(storage),
    ...createJournalStore(storage),
    ...createBooksStore(storage),
    ...createImports(storage),
  }
}
