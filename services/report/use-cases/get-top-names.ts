import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import type { ReportNeeds, SoldName } from '../ports.ts'

const namesMax = 10

/** What sold best of what was ordered on these days, by its name then. */
export async function getTopNames(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly SoldName[]> {
  daysOf(period)
  return store.listTopNames(reporterOf(by, shopId), period, namesMax)
}
