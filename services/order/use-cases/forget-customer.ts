import type { CustomerNeeds } from '../ports.ts'

/** Removes who they were from the orders of a customer who is gone, as far as it is no longer needed. */
export async function forgetCustomer(
  needs: Pick<CustomerNeeds, 'gone' | 'clock' | 'personalKeptMs'>,
  customerId: string,
): Promise<void> {
  await needs.gone.forgetOrders(customerId, needs.clock.now(), needs.personalKeptMs())
}
