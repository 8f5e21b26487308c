import { dayOf } from '../domain/day.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import { type Summary, summaryOf } from '../domain/summary.ts'
import { everyShop } from '../domain/tally.ts'
import type { ReportNeeds } from '../ports.ts'

/** How the business day of a shop went that an instant lies in. */
export async function getSummary(
  { store, rule }: Pick<ReportNeeds, 'store' | 'rule'>,
  by: Person,
  { shopId, at }: { readonly shopId: string; readonly at: number },
): Promise<Summary> {
  assertSystem(by)
  const day = dayOf(at, rule())
  const period = { from: day, to: day }
  const ofShop = await store.listTallies(shopId, ['placed', 'turnover', 'refunded'], period)
  const ofAll = await store.listTallies(everyShop, ['registered'], period)
  return summaryOf(day, [...ofShop, ...ofAll])
}
