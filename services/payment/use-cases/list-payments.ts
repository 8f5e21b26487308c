import type { PaymentNeeds, PaymentStore } from '../ports.ts'

/** Everything about the money of an order. */
export function listPayments(
  needs: Pick<PaymentNeeds, 'store'>,
  orderId: string,
): ReturnType<PaymentStore['paymentsOf']> {
  return needs.store.paymentsOf(orderId)
}
