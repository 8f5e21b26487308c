import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { type HourShare, hourShares } from '../domain/report.ts'
import type { ReportNeeds } from '../ports.ts'

/** At which hours the turnover's orders were placed. */
export async function getHours(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly HourShare[]> {
  daysOf(period)
  return hourShares(await store.listTallies(reporterOf(by, shopId), ['hour'], period))
}
