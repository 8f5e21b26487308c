import { ReportService } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { outsideContext, withContext } from '#kit/context.ts'
import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { Reports } from './ports.ts'

/** Asks in our own name: a day that is over has nobody waiting for it. */
export function reportsClient(client: Surroundings['client']): Reports {
  const reports = client(ReportService)
  return {
    summaryOf: (shopId, at) =>
      withContext({ ...outsideContext, by: { kind: 'system', id: 'push' } }, () =>
        reports.getSummary({ shopId, at }),
      ),
  }
}
