import { z } from 'zod'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { day } from './input.ts'
import { type OldRoute, oldRoute } from './old-route.ts'
import { reportExportRoute } from './report-export.ts'
import { javaDouble } from './wire.ts'
import { showBusiness } from './workspace.ts'

type Needs = Pick<Clients, 'report'>

/** Both days included; days to come are days with nothing in them. */
const period = z.object({ begin: day, end: day })

export function reportRoutes(needs: Needs): readonly OldRoute[] {
  return [...seriesRoutes(needs), ...summaryRoutes(needs), reportExportRoute(needs)]
}

/** The old charts split texts at their commas. */
const joined = (values: readonly (string | number)[]) => values.join(',')

function seriesRoutes({ report }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/report/turnoverStatistics', {
      who: permitted.reports,
      summary: '营业额统计',
      reads: period,
      asks: ({ begin, end }, { shopId }) => report.getBusiness({ shopId, from: begin, to: end }),
      shows: ({ days }) => ({
        dateList: joined(days.map((each) => each.day)),
        turnoverList: joined(days.map(({ turnoverFen }) => javaDouble(turnoverFen))),
      }),
    }),
    oldRoute('GET /admin/report/userStatistics', {
      who: permitted.reports,
      summary: '用户统计',
      reads: period,
      asks: ({ begin, end }, { shopId }) => report.getUsers({ shopId, from: begin, to: end }),
      shows: ({ days }) => ({
        dateList: joined(days.map((each) => each.day)),
        totalUserList: joined(days.map(({ total }) => total)),
        newUserList: joined(days.map(({ registered }) => registered)),
      }),
    }),
    oldRoute('GET /admin/report/top10', {
      who: permitted.reports,
      summary: '销量排名',
      reads: period,
      asks: ({ begin, end }, { shopId }) => report.getTopNames({ shopId, from: begin, to: end }),
      shows: ({ names }) => ({
        nameList: joined(names.map(({ name }) => name)),
        numberList: joined(names.map(({ quantity }) => quantity)),
      }),
    }),
  ]
}

function summaryRoutes({ report }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/report/ordersStatistics', {
      who: permitted.reports,
      summary: '订单统计',
      reads: period,
      asks: ({ begin, end }, { shopId }) => report.getBusiness({ shopId, from: begin, to: end }),
      shows: ({ days, overall }) => ({
        dateList: joined(days.map((each) => each.day)),
        orderCountList: joined(days.map(({ orders }) => orders)),
        validOrderCountList: joined(days.map(({ completed }) => completed)),
        totalOrderCount: overall?.orders ?? 0,
        validOrderCount: overall?.completed ?? 0,
        orderCompletionRate: overall?.completionRate ?? 0,
      }),
    }),
    oldRoute('GET /admin/report/dataOverView', {
      who: permitted.reports,
      summary: '一段时间的数据总览',
      reads: period,
      asks: ({ begin, end }, { shopId }) => report.getBusiness({ shopId, from: begin, to: end }),
      shows: ({ overall }) => showBusiness(overall),
    }),
  ]
}
