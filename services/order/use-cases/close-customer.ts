import { assertSystem, type Person } from '../domain/person.ts'
import type { CustomerNeeds } from '../ports.ts'

/** Long enough for an account to be deleted, short enough to be waited for where it was not. */
const closedMs = 60_000

/** Takes no more orders of a customer whose account is about to go, unless one is under way. */
export async function closeCustomer(
  needs: Pick<CustomerNeeds, 'gone' | 'clock'>,
  customerId: string,
  by: Person,
): Promise<void> {
  assertSystem(by)
  await needs.gone.closeCustomer(customerId, needs.clock.now() + closedMs)
}
