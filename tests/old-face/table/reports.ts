import { count, figure, fraction, series } from '../formats.ts'
import { done, envelope, file, type Row, refused, refusedLoudly } from '../row.ts'
import { exactly, having, object } from '../shape.ts'

const day = /\d{4}-\d\d-\d\d/
/** As Java prints a double: `102.6`, `0.0`. */
const double = /\d+\.\d{1,2}/
const whole = /\d+/
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const week = { begin: '$sixDaysAgo', end: '$today' }
const toCome = { begin: '$inThreeDays', end: '$inNineDays' }
const yesterday = { begin: '$yesterday', end: '$yesterday' }
const overview = object({
  ...{ turnover: figure, validOrderCount: count, orderCompletionRate: fraction },
  ...{ unitPrice: figure, newUsers: count },
})

/** The workbench and the charts, which split texts at their commas. One order of four is done by now. */
export const reports: readonly Row[] = [
  {
    name: 'the workbench has the figures of today',
    who: 'manager',
    call: 'GET /admin/workspace/businessData',
    answers: done(overview),
  },
  {
    name: 'the workbench is the landing page of whoever was hired through the console',
    who: 'clerk',
    call: 'GET /admin/workspace/businessData',
    answers: done(having({ turnover: exactly(102.6), validOrderCount: exactly(1) })),
  },
  {
    name: 'and its count of orders as well',
    who: 'clerk',
    call: 'GET /admin/workspace/overviewOrders',
    answers: done(having({ allOrders: exactly(4) })),
  },
  {
    name: 'turnover is that of orders that are done; the rate is a fraction',
    who: 'manager',
    call: 'GET /admin/workspace/businessData',
    answers: done(
      having({
        ...{ turnover: exactly(102.6), validOrderCount: exactly(1), unitPrice: exactly(102.6) },
        orderCompletionRate: exactly(0.25),
      }),
    ),
  },
  {
    name: 'the workbench counts the orders of today',
    who: 'manager',
    call: 'GET /admin/workspace/overviewOrders',
    answers: done(
      object({
        ...{ waitingOrders: exactly(0), deliveredOrders: exactly(0), completedOrders: exactly(1) },
        ...{ cancelledOrders: exactly(3), allOrders: exactly(4) },
      }),
    ),
  },
  {
    name: 'turnover comes day by day, today the last of seven',
    who: 'manager',
    call: 'GET /admin/report/turnoverStatistics',
    query: week,
    answers: done(object({ dateList: series(day, 7), turnoverList: series(double, 7) })),
  },
  {
    name: 'the order of today is in it',
    who: 'manager',
    call: 'GET /admin/report/turnoverStatistics',
    query: { begin: '$today', end: '$today' },
    answers: done(object({ dateList: exactly('$today'), turnoverList: exactly('102.6') })),
  },
  {
    name: 'days to come are zeros: on a Sunday 本周 is the whole coming week',
    who: 'manager',
    call: 'GET /admin/report/turnoverStatistics',
    query: toCome,
    answers: done(object({ dateList: series(day, 7), turnoverList: exactly('0.0,0.0,0.0,0.0,0.0,0.0,0.0') })),
  },
  {
    name: 'a period that ends before it begins is refused, and ends',
    who: 'manager',
    call: 'GET /admin/report/turnoverStatistics',
    query: { begin: '$today', end: '$sixDaysAgo' },
    answers: refused(),
  },
  {
    name: 'users come day by day',
    who: 'manager',
    call: 'GET /admin/report/userStatistics',
    query: week,
    answers: done(
      object({ dateList: series(day, 7), totalUserList: series(whole, 7), newUserList: series(whole, 7) }),
    ),
  },
  {
    name: 'also of days to come, when there are as many as ever',
    who: 'manager',
    call: 'GET /admin/report/userStatistics',
    query: toCome,
    answers: done(having({ dateList: series(day, 7), newUserList: exactly('0,0,0,0,0,0,0') })),
  },
  {
    name: 'orders come day by day and together',
    who: 'manager',
    call: 'GET /admin/report/ordersStatistics',
    query: week,
    answers: done(
      object({
        ...{ dateList: series(day, 7), orderCountList: series(whole, 7) },
        ...{ validOrderCountList: series(whole, 7), totalOrderCount: exactly(4) },
        ...{ validOrderCount: exactly(1), orderCompletionRate: exactly(0.25) },
      }),
    ),
  },
  {
    name: 'of no orders the rate is 0',
    who: 'manager',
    call: 'GET /admin/report/ordersStatistics',
    query: yesterday,
    answers: done(
      object({
        ...{ dateList: exactly('$yesterday'), orderCountList: exactly('0') },
        ...{ validOrderCountList: exactly('0'), totalOrderCount: exactly(0) },
        ...{ validOrderCount: exactly(0), orderCompletionRate: exactly(0) },
      }),
    ),
  },
  {
    name: 'the best sold come by name and number, the most first',
    who: 'manager',
    call: 'GET /admin/report/top10',
    query: week,
    answers: done(object({ nameList: exactly('旧面米饭,旧面鱼片'), numberList: exactly('2,1') })),
  },
  {
    name: 'of nothing sold they are empty texts, never null',
    who: 'manager',
    call: 'GET /admin/report/top10',
    query: yesterday,
    answers: done(object({ nameList: exactly(''), numberList: exactly('') })),
  },
  {
    name: 'a period has the figures of the workbench',
    who: 'manager',
    call: 'GET /admin/report/dataOverView',
    query: week,
    answers: done(overview),
  },
  {
    name: 'the report of thirty days is a workbook',
    who: 'manager',
    call: 'GET /admin/report/export',
    answers: file(workbook, 'PK\u0003\u0004'),
  },
  {
    name: 'the page saves whatever is 2xx, so who may not gets a status',
    who: 'customer',
    call: 'GET /admin/report/export',
    headers: { token: '$customerToken' },
    answers: refusedLoudly(403),
  },
]

const period = { start: '$sixDaysAgo', end: '$today' }
const date = { date: '$today' }

/** No page that anybody reaches asks these; whoever still does gets an envelope. */
const older: readonly (readonly [Row['call'], NonNullable<Row['path']>])[] = [
  ['GET /admin/report/amountCollect/{date}', date],
  ['GET /admin/report/dayCollect/{start}/{end}', period],
  ['GET /admin/report/hourCollect/{type}/{date}', { type: 1, ...date }],
  ['GET /admin/report/payTypeCollect/{date}', date],
  ['GET /admin/report/privilegeCollect/{date}', date],
  ['GET /admin/report/categoryCollect/{type}/{date}', { type: 1, ...date }],
  ['GET /admin/report/currentDishRank/{date}', date],
  ['GET /admin/report/dayAmountCollect/{type}/{start}/{end}', { type: 1, ...period }],
  ['GET /admin/report/datePayTypeCollect/{start}/{end}', period],
  ['GET /admin/report/dateCategoryCollect/{type}/{start}/{end}', { type: 1, ...period }],
  ['GET /admin/report/dishRankForDate/{start}/{end}', period],
  ['GET /admin/report/privilegeByDate/{start}/{end}', period],
]

export const olderReports: readonly Row[] = older.map(([call, path]) => ({
  name: `an envelope for ${call.split('/')[3]}`,
  who: 'manager',
  call,
  path,
  answers: envelope,
}))
