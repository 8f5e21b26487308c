import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, permitted, shopRead, workbookHeaders, workbookType } from '../http.ts'
import { csvOfDays } from '../shapes/daily.ts'
import {
  businessShape,
  categoriesShape,
  channelsShape,
  hoursShape,
  ordersShape,
  shapeBusiness,
  shapeCategory,
  shapeChannel,
  shapeTopItem,
  shapeWorkspace,
  topItemsShape,
  turnoverShape,
  usersShape,
  workspaceShape,
} from '../shapes/report.ts'

/** Business days of the shop, both included; 366 at most. */
const period = { from: z.iso.date(), to: z.iso.date() }

const read = {
  ...shopRead,
  audience: permitted.reports,
  tag: 'reports',
  method: 'GET',
  params: byShop,
} as const
const report = { ...read, query: z.strictObject(period) } as const

type Needs = Pick<Clients, 'report'>

export function reportRoutes(needs: Needs): readonly Route[] {
  return [
    getTurnoverReport(needs),
    getUsersReport(needs),
    getOrdersReport(needs),
    getTopItemsReport(needs),
    getCategoriesReport(needs),
    getHoursReport(needs),
    getChannelsReport(needs),
    getDailyReport(needs),
    getWorkspace(needs),
    getBusinessReport(needs),
    getBusinessWorkbook(needs),
  ]
}

function getTurnoverReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getTurnoverReport',
    path: '/v1/shops/:shopId/reports/turnover',
    summary: 'Completed orders by the day of their completion, less what went back of them',
    replies: { 200: turnoverShape },
    handler: async ({ params, query }) =>
      answer(200, await needs.report.getTurnover({ ...params, ...query })),
  })
}

function getUsersReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getUsersReport',
    path: '/v1/shops/:shopId/reports/users',
    summary: 'Customers of the installation by the day of their registration',
    replies: { 200: usersShape },
    handler: async ({ params, query }) => answer(200, await needs.report.getUsers({ ...params, ...query })),
  })
}

function getOrdersReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getOrdersReport',
    path: '/v1/shops/:shopId/reports/orders',
    summary: 'Orders by the day on which they were placed, and what has become of them',
    replies: { 200: ordersShape },
    handler: async ({ params, query }) => answer(200, await needs.report.getOrders({ ...params, ...query })),
  })
}

function getTopItemsReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getTopItemsReport',
    path: '/v1/shops/:shopId/reports/top-items',
    summary: 'The ten dishes and set meals of which the most were sold in completed orders',
    replies: { 200: topItemsShape },
    async handler({ params, query }) {
      const { items } = await needs.report.getTopItems({ ...params, ...query })
      return answer(200, { items: items.map(shapeTopItem) })
    },
  })
}

function getCategoriesReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getCategoriesReport',
    path: '/v1/shops/:shopId/reports/categories',
    summary: 'The items of the turnover’s orders by the category in which they were sold',
    replies: { 200: categoriesShape },
    async handler({ params, query }) {
      const { categories } = await needs.report.getCategories({ ...params, ...query })
      return answer(200, { categories: categories.map(shapeCategory) })
    },
  })
}

function getHoursReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getHoursReport',
    path: '/v1/shops/:shopId/reports/hours',
    summary: 'The turnover’s orders by the hour in which they were placed',
    replies: { 200: hoursShape },
    handler: async ({ params, query }) => answer(200, await needs.report.getHours({ ...params, ...query })),
  })
}

function getChannelsReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getChannelsReport',
    path: '/v1/shops/:shopId/reports/channels',
    summary: 'The turnover’s orders by the way in which they were paid',
    replies: { 200: channelsShape },
    async handler({ params, query }) {
      const { channels } = await needs.report.getChannels({ ...params, ...query })
      return answer(200, { channels: channels.map(shapeChannel) })
    },
  })
}

function getDailyReport({ report: client }: Needs): Route {
  return route({
    ...read,
    name: 'getDailyReport',
    path: '/v1/shops/:shopId/reports/daily.csv',
    summary: 'Turnover, orders and users of every day: CSV in UTF-8 that Excel opens as it is',
    query: z.strictObject({ ...period, language: z.enum(['zh', 'en']).default('zh') }),
    replies: { 200: { media: 'text/csv; charset=utf-8' } },
    async handler({ params, query: { language, ...days } }) {
      const asked = { ...params, ...days }
      const [turnover, orders, users] = await Promise.all([
        client.getTurnover(asked),
        client.getOrders(asked),
        client.getUsers(asked),
      ])
      const daily = { turnover: turnover.days, orders: orders.days, users: users.days }
      return answer(200, csvOfDays(daily, language), {
        'Content-Disposition': `attachment; filename="daily-${days.from}-${days.to}.csv"`,
        'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff',
      })
    },
  })
}

function getWorkspace(needs: Needs): Route {
  return route({
    ...read,
    audience: permitted.money,
    name: 'getWorkspace',
    path: '/v1/shops/:shopId/workspace',
    summary: 'How the business day goes that is under way',
    replies: { 200: workspaceShape },
    handler: async ({ params }) => answer(200, shapeWorkspace(await needs.report.getWorkspace(params))),
  })
}

function getBusinessReport(needs: Needs): Route {
  return route({
    ...report,
    name: 'getBusinessReport',
    path: '/v1/shops/:shopId/reports/business',
    summary: 'What was ordered, by the day it was ordered, and of the whole period',
    replies: { 200: businessShape },
    handler: async ({ params, query }) =>
      answer(200, shapeBusiness(await needs.report.getBusiness({ ...params, ...query }))),
  })
}

function getBusinessWorkbook(needs: Needs): Route {
  return route({
    ...read,
    name: 'getBusinessWorkbook',
    path: '/v1/shops/:shopId/reports/business.xlsx',
    summary: 'The same as a workbook for Excel; of the thirty days up to yesterday where none is named',
    query: z.strictObject({
      from: period.from.optional(),
      to: period.to.optional(),
      language: z.enum(['zh', 'en']).default('zh'),
    }),
    replies: { 200: { media: workbookType } },
    async handler({ params, query: { from: first = '', to: last = '', language } }) {
      const wish = { ...params, from: first, to: last, language }
      const { body, from, to } = await needs.report.getBusinessWorkbook(wish)
      return answer(200, body, workbookHeaders(`business-${from}-${to}`))
    },
  })
}
