import { lastDayCut } from '../domain/day-cut.ts'
import { summaryNotice } from '../domain/summary.ts'
import type { PushNeeds } from '../ports.ts'

/** Tells the shop how the business day went that has ended last. */
export async function sumUpDay(
  needs: Pick<PushNeeds, 'bells' | 'clock' | 'reports' | 'rules' | 'store'>,
  shopId: string,
): Promise<void> {
  const at = needs.clock.now()
  const summary = await needs.reports.summaryOf(shopId, lastDayCut(at, needs.rules().days) - 1)
  const notice = summaryNotice(shopId, summary)
  await needs.store.recordSummary(shopId, notice, at)
  needs.bells.ring(notice.audience)
}
