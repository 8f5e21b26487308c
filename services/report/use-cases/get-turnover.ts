import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { type TurnoverDay, turnoverDays } from '../domain/report.ts'
import type { ReportNeeds } from '../ports.ts'

/** What the shop has turned over, day by day. */
export async function getTurnover(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly TurnoverDay[]> {
  const days = daysOf(period)
  const tallies = await store.listTallies(reporterOf(by, shopId), ['turnover', 'refunded'], period)
  return turnoverDays(days, tallies)
}
