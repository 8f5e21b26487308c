import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import type { ReportNeeds, SoldItem } from '../ports.ts'

const itemsMax = 10

/** What sold best. */
export async function getTopItems(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly SoldItem[]> {
  daysOf(period)
  return store.listTop(reporterOf(by, shopId), 'item', period, itemsMax)
}
