import type { Refund } from '../domain/refund.ts'
import type { PaymentNeeds } from '../ports.ts'

/** Refunds told at once. */
const pageMax = 500

/** The refunds that have succeeded behind the cursor, by their ids, for those who count them anew. */
export async function replayEvents(
  needs: Pick<PaymentNeeds, 'store'>,
  cursor: string,
): Promise<{ readonly refunds: readonly Refund[]; readonly nextCursor: string }> {
  const refunds = await needs.store.listSucceeded(cursor, pageMax)
  return { refunds, nextCursor: refunds.length === pageMax ? (refunds.at(-1)?.id ?? '') : '' }
}
