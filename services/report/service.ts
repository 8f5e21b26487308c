import type { ServiceDefinition } from '#kit/lifecycle/service.ts'
import { sourcesOf } from './clients.ts'
import { type ReportConfig, reportConfig, ruleOf, workbookRulesOf } from './config.ts'
import { listensOf } from './events.ts'
import { createWorkbookWriter } from './jobs/workbook-writer.ts'
import { tallies } from './migrations/0001-tallies.ts'
import { departures } from './migrations/0002-departures.ts'
import { workbooks } from './migrations/0003-workbooks.ts'
import { shopCustomers } from './migrations/0004-shop-customers.ts'
import { reportRpc } from './rpc.ts'
import type { ReportTables } from './store/tables.ts'
import { createWorkbookStore } from './store/workbooks.ts'
import { createReportStore } from './store.ts'
import { timerHandlers } from './timers.ts'

export const reportService: ServiceDefinition<ReportTables, ReportConfig> = {
  name: 'report',
  config: reportConfig,
  migrations: [tallies, departures, workbooks, shopCustomers],
  create(around, storage, config) {
    const rule = () => ruleOf(config.current)
    const needs = {
      store: createReportStore(storage),
      sources: sourcesOf(around.client),
      writer: createWorkbookWriter(around.jobs),
      clock: around.clock,
      rule,
      ids: around.ids,
      workbooks: createWorkbookStore(storage),
      workbookRules: () => workbookRulesOf(config.current),
    }
    return {
      serves: [reportRpc(needs)],
      listens: listensOf(needs),
      watches: [],
      timers: timerHandlers(needs),
      parts: [],
    }
  },
}
