import { type Business, businessOf } from '../domain/business.ts'
import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { everyShop } from '../domain/tally.ts'
import type { ReportNeeds } from '../ports.ts'

/** What was ordered, by the day it was ordered. */
export async function getBusiness(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<Business> {
  const shop = reporterOf(by, shopId)
  const days = daysOf(period)
  const placed = await store.listTallies(shop, ['placed'], period)
  const registered = await store.listTallies(everyShop, ['registered', 'left'], period)
  const before = await store.sumBefore(everyShop, 'registered', period.from)
  const gone = await store.sumBefore(everyShop, 'left', period.from)
  return businessOf(days, [...placed, ...registered], before.times - gone.times)
}
