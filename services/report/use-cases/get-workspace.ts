import { type BusinessDay, businessOf } from '../domain/business.ts'
import { dayOf } from '../domain/day.ts'
import { type Person, seesMoney, workplaceOf } from '../domain/person.ts'
import { type Workspace, withoutMoney, workspaceOf } from '../domain/report.ts'
import { everyShop } from '../domain/tally.ts'
import type { ReportNeeds } from '../ports.ts'

/** How the business day goes that is under way; who sees no money is told how many orders stand where. */
export async function getWorkspace(
  { store, clock, rule }: Pick<ReportNeeds, 'store' | 'clock' | 'rule'>,
  by: Person,
  shopId: string,
): Promise<Workspace & { readonly business?: BusinessDay }> {
  const shop = workplaceOf(by, shopId)
  const day = dayOf(clock.now(), rule())
  const today = { from: day, to: day }
  const ofShop = await store.listTallies(shop, ['placed', 'turnover', 'refunded'], today)
  const ofAll = await store.listTallies(everyShop, ['registered', 'left'], today)
  const before = await store.sumBefore(everyShop, 'registered', day)
  const gone = await store.sumBefore(everyShop, 'left', day)
  const tallies = [...ofShop, ...ofAll]
  const { overall } = businessOf([day], tallies, before.times - gone.times)
  const workspace = workspaceOf(day, tallies)
  if (!seesMoney(by)) return withoutMoney(workspace)
  return { ...workspace, business: { ...overall, day } }
}
