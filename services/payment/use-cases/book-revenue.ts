import type { PaymentNeeds } from '../ports.ts'

/** What a completed order earned, once however often we hear of it. */
export function bookRevenue(
  needs: Pick<PaymentNeeds, 'store'>,
  completed: { readonly orderId: string; readonly amountFen: number; readonly completedAt: number },
): Promise<void> {
  return needs.store.bookRevenue(completed.orderId, completed.amountFen, completed.completedAt)
}
