import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { type OrdersDay, ordersDays } from '../domain/report.ts'
import type { ReportNeeds } from '../ports.ts'

/** How many orders were placed, day by day, and what has become of them. */
export async function getOrders(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly OrdersDay[]> {
  const days = daysOf(period)
  return ordersDays(days, await store.listTallies(reporterOf(by, shopId), ['placed'], period))
}
