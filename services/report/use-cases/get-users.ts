import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { type UsersDay, usersDays } from '../domain/report.ts'
import { everyShop } from '../domain/tally.ts'
import type { ReportNeeds } from '../ports.ts'

/** How many customers there were, day by day. */
export async function getUsers(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly UsersDay[]> {
  reporterOf(by, shopId)
  const days = daysOf(period)
  const before = await store.sumBefore(everyShop, 'registered', period.from)
  const gone = await store.sumBefore(everyShop, 'left', period.from)
  const tallies = await store.listTallies(everyShop, ['registered', 'left'], period)
  return usersDays(days, tallies, before.times - gone.times)
}
