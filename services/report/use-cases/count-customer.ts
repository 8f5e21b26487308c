import { dayOf } from '../domain/day.ts'
import { everyShop } from '../domain/tally.ts'
import type { Customer, ReportNeeds } from '../ports.ts'

/** Counts a customer on the day of registration. */
export async function countCustomer(
  { store, rule }: Pick<ReportNeeds, 'store' | 'rule'>,
  customer: Customer,
): Promise<void> {
  const day = dayOf(customer.registeredAt, rule())
  const tally = { shopId: everyShop, figure: 'registered', day, about: '', times: 1, fen: 0 } as const
  await store.recordCustomer(customer, tally)
}
