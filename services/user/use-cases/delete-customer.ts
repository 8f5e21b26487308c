import { customerMissing } from '../domain/customer.ts'
import type { Person } from '../domain/person.ts'
import { checkFresh } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'

type Needs = Pick<UserNeeds, 'clock' | 'customers' | 'orders' | 'rules' | 'sessions'>

/**
 * Deletes the calling customer's own account. The orders take no more of theirs before it goes, so that none
 * is placed in between; where the second step fails they take them again after a while.
 */
export async function deleteCustomer(needs: Needs, by: Person, sessionId: string): Promise<void> {
  if (by.kind !== 'customer') throw customerMissing()
  const openedAt = await needs.sessions.findOpenedAt(sessionId)
  checkFresh(openedAt, needs.clock.now(), needs.rules().sessions.freshMs)
  await needs.orders.closeCustomer(by.id)
  if (!(await needs.customers.deleteCustomer(by.id, needs.clock.now()))) throw customerMissing()
}
