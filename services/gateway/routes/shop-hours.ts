import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, managers, publicRead, shopWrite } from '../http.ts'
import { exceptionFields, hoursShape, minutesOf, shapeHours, weekFields } from '../shapes/hours.ts'

type HoursNeeds = Pick<Clients, 'catalog'>

const replies = { 200: hoursShape } as const
const write = { ...shopWrite, tag: 'shops', audience: managers, replies } as const
const byDate = z.strictObject({ ...byShop.shape, date: z.iso.date() })

export function shopHoursRoutes(needs: HoursNeeds): readonly Route[] {
  return [getShopHours(needs), setShopHours(needs), setShopException(needs), clearShopException(needs)]
}

function getShopHours({ catalog }: HoursNeeds): Route {
  return route({
    ...publicRead,
    tag: 'shops',
    name: 'getShopHours',
    method: 'GET',
    path: '/v1/shops/:shopId/hours',
    summary:
      'The week’s opening hours and the dates that differ; a shop without a week never closes by itself',
    params: byShop,
    replies,
    handler: async ({ params }) => answer(200, shapeHours(await catalog.getShopHours(params))),
  })
}

function setShopHours({ catalog }: HoursNeeds): Route {
  return route({
    ...write,
    name: 'setShopHours',
    method: 'PUT',
    path: '/v1/shops/:shopId/hours',
    summary: 'Replaces the week; what closes no later than it opens does so on the next day',
    params: byShop,
    body: weekFields,
    handler: async ({ params, body }) =>
      answer(200, shapeHours(await catalog.setShopHours({ ...params, week: body.week.map(minutesOf) }))),
  })
}

function setShopException({ catalog }: HoursNeeds): Route {
  return route({
    ...write,
    name: 'setShopException',
    method: 'PUT',
    path: '/v1/shops/:shopId/exceptions/:date',
    summary: 'What holds on a date in place of its weekday; no range: closed',
    params: byDate,
    body: exceptionFields,
    async handler({ params: { shopId, date }, body }) {
      const exception = { date, ranges: body.ranges.map(minutesOf) }
      return answer(200, shapeHours(await catalog.setShopException({ shopId, exception })))
    },
  })
}

function clearShopException({ catalog }: HoursNeeds): Route {
  return route({
    ...write,
    name: 'clearShopException',
    method: 'DELETE',
    path: '/v1/shops/:shopId/exceptions/:date',
    summary: 'Makes a date like its weekday again',
    params: byDate,
    handler: async ({ params }) => answer(200, shapeHours(await catalog.clearShopException(params))),
  })
}
