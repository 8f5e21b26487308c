import { Fault } from '#kit/fault.ts'
import { type ImportedPayment, importedBooks, importedMax } from '../domain/imported.ts'
import type { PaymentNeeds } from '../ports.ts'

/** Books what another installation took: each payment once; answers how many were new. */
export function importPayments(
  needs: Pick<PaymentNeeds, 'store' | 'clock'>,
  payments: readonly ImportedPayment[],
): Promise<number> {
  if (payments.length > importedMax)
    throw new Fault('invalid', 'PAYMENT_INVALID', `at most ${importedMax} payments at once`)
  return needs.store.importPayments(payments.map(importedBooks), needs.clock.now())
}
