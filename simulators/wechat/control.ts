import { json, type Route } from './http.ts'
import type { Notifier } from './notifier.ts'
import { parse } from './pay-api.ts'
import { bringRefunds } from './refunds.ts'
import { goodDay, switchesSchema } from './switches.ts'
import { findTrade } from './trades.ts'
import { Refusal } from './wire.ts'
import type { World } from './world.ts'

const timesMax = 1000

/** The switches over HTTP, and a look at the books; never part of a real provider. */
export function controlRoutes(world: World, notifier: Notifier): readonly Route[] {
  return [
    { method: 'GET', path: '/simulator/switches', handle: () => json(200, world.switches) },
    {
      method: 'PUT',
      path: '/simulator/switches',
      handle: ({ body }) => {
        try {
          Object.assign(world.switches, parse(switchesSchema.partial(), body))
          return json(200, world.switches)
        } catch (error) {
          if (error instanceof Refusal)
            return json(error.status, { code: error.code, message: error.message })
          throw error
        }
      },
    },
    {
      method: 'POST',
      path: '/simulator/reset',
      handle: () => json(200, Object.assign(world.switches, goodDay)),
    },
    {
      method: 'GET',
      path: '/simulator/trades/:name',
      handle: (_request, outTradeNo) => {
        const trade = findTrade(world, outTradeNo)
        return trade ? json(200, trade) : json(404, { code: 'ORDERNOTEXIST', message: '订单不存在' })
      },
    },
    {
      method: 'POST',
      path: '/simulator/refunds/bring',
      handle: () => json(200, { brought: bringRefunds(world).length }),
    },
    {
      method: 'POST',
      path: '/simulator/notifications/:name/send',
      handle: async ({ url }, ref) => {
        const times = Math.min(Math.max(1, Number(url.searchParams.get('times')) || 1), timesMax)
        return json(200, { statuses: await notifier.sendNow(ref, times) })
      },
    },
  ]
}
