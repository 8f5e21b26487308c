import { z } from 'zod'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { day } from './input.ts'
import { type OldRoute, oldRoute } from './old-route.ts'
import { money } from './wire.ts'

type Report = Clients['report']
type Period = { readonly shopId: string; readonly from: string; readonly to: string }
type Ask = (report: Report, period: Period) => Promise<unknown>

/** What the vendor's earlier product asked, of one day or of days from one to another; both are included. */
export function olderReportRoutes({ report }: Pick<Clients, 'report'>): readonly OldRoute[] {
  return reports.map(([path, summary, ask]) =>
    oldRoute(`GET /admin/report/${path}`, {
      who: permitted.reports,
      summary,
      reads: path.endsWith(':date') ? ofDay : ofDays,
      asks: (period, { shopId }) => ask(report, { shopId, ...period }),
      shows: (data) => data,
    }),
  )
}

const ofDay = z.object({ date: day }).transform(({ date }) => ({ from: date, to: date }))
const ofDays = z.object({ start: day, end: day }).transform(({ start, end }) => ({ from: start, to: end }))

const days: Ask = async (report, period) =>
  (await report.getTurnover(period)).days.map(({ day: date, orders, grossFen }) => {
    return { date, count: orders, amount: money(grossFen) }
  })

const wholeDay: Ask = async (report, period) => {
  const [only] = (await report.getTurnover(period)).days
  return { count: only?.orders ?? 0, amount: money(only?.grossFen ?? 0) }
}

const hours: Ask = async (report, period) =>
  (await report.getHours(period)).hours.map(({ hour, orders, grossFen }) => {
    return { hour, count: orders, amount: money(grossFen) }
  })

const payTypes: Ask = async (report, period) =>
  (await report.getChannels(period)).channels.map(({ channel, orders, grossFen }) => {
    return { name: Channel[channel], count: orders, amount: money(grossFen) }
  })

const categories: Ask = async (report, period) =>
  (await report.getCategories(period)).categories.map(({ name, quantity, amountFen }) => {
    return { name, count: quantity, amount: money(amountFen) }
  })

const dishes: Ask = async (report, period) =>
  (await report.getTopItems(period)).items.map(({ name, quantity, amountFen }) => {
    return { name, count: quantity, amount: money(amountFen) }
  })

/** Nothing is sold at a discount here. */
const privileges: Ask = async () => []

/** The types that some addresses name were of the other product; all that is sold counts. */
const reports: readonly (readonly [path: string, summary: string, ask: Ask])[] = [
  ['amountCollect/:date', '当日营业额', wholeDay],
  ['dayCollect/:start/:end', '每日营业额', days],
  ['hourCollect/:type/:date', '时段营业额', hours],
  ['payTypeCollect/:date', '当日支付方式', payTypes],
  ['privilegeCollect/:date', '当日优惠', privileges],
  ['categoryCollect/:type/:date', '当日分类销售', categories],
  ['currentDishRank/:date', '当日菜品排名', dishes],
  ['dayAmountCollect/:type/:start/:end', '一段时间每日营业额', days],
  ['datePayTypeCollect/:start/:end', '一段时间支付方式', payTypes],
  ['dateCategoryCollect/:type/:start/:end', '一段时间分类销售', categories],
  ['dishRankForDate/:start/:end', '一段时间菜品排名', dishes],
  ['privilegeByDate/:start/:end', '一段时间优惠', privileges],
]
