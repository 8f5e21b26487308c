import { daysOf, type Period } from '../domain/period.ts'
import { type Person, reporterOf } from '../domain/person.ts'
import { type ChannelShare, channelShares } from '../domain/report.ts'
import type { ReportNeeds } from '../ports.ts'

/** In which ways the turnover's orders were paid. */
export async function getChannels(
  { store }: Pick<ReportNeeds, 'store'>,
  by: Person,
  { shopId, ...period }: Period & { readonly shopId: string },
): Promise<readonly ChannelShare[]> {
  daysOf(period)
  return channelShares(await store.listTallies(reporterOf(by, shopId), ['channel'], period))
}
