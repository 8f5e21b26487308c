import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import type { ReportNeeds, SoldItem } from '../ports.ts'

const categoriesMax = 100

/** What was sold of each category, most money first. */
export async function getCategories(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly SoldItem[]> {
  daysOf(period)
  const sold = await store.listTop(reporterOf(by, shopId), 'category', period, categoriesMax)
  return sold.toSorted((a, b) => b.fen - a.fen)
}
