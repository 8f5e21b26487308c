import type { BusinessDaySchema } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { nothing, type OldRoute, oldRoute, staff } from './old-route.ts'
import { money } from './wire.ts'

type Needs = Pick<Clients, 'catalog' | 'report'>

/** The old workbench shows `data` whatever the envelope says, so its refusals keep their status. */
export function workspaceRoutes({ catalog, report }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/workspace/businessData', {
      who: staff,
      summary: '工作台今日数据',
      isLoud: true,
      reads: nothing,
      asks: (_, { shopId }) => report.getWorkspace({ shopId }),
      shows: ({ business }) => showBusiness(business),
    }),
    oldRoute('GET /admin/workspace/overviewOrders', {
      who: staff,
      summary: '工作台订单总览',
      isLoud: true,
      reads: nothing,
      asks: (_, { shopId }) => report.getWorkspace({ shopId }),
      shows: ({ orders }) => ({
        waitingOrders: orders?.paid ?? 0,
        deliveredOrders: orders?.accepted ?? 0,
        completedOrders: orders?.completed ?? 0,
        cancelledOrders: orders?.cancelled ?? 0,
        allOrders: orders?.placed ?? 0,
      }),
    }),
    oldRoute('GET /admin/workspace/overviewDishes', {
      who: staff,
      summary: '工作台菜品总览',
      isLoud: true,
      reads: nothing,
      asks: (_, { shopId }) => catalog.listDishes({ shopId }),
      shows: ({ dishes }) => overview(dishes),
    }),
    oldRoute('GET /admin/workspace/overviewSetmeals', {
      who: staff,
      summary: '工作台套餐总览',
      isLoud: true,
      reads: nothing,
      asks: (_, { shopId }) => catalog.listSetMeals({ shopId }),
      shows: ({ setMeals }) => overview(setMeals),
    }),
  ]
}

/** Turnover, as the old pages mean it, is of the orders placed then that are completed by now. */
export function showBusiness(business: PlainOf<typeof BusinessDaySchema> | undefined) {
  return {
    turnover: money(business?.turnoverFen ?? 0),
    validOrderCount: business?.completed ?? 0,
    orderCompletionRate: business?.completionRate ?? 0,
    unitPrice: money(business?.unitPriceFen ?? 0),
    newUsers: business?.newUsers ?? 0,
  }
}

function overview(items: readonly { readonly onSale: boolean }[]) {
  const sold = items.filter(({ onSale }) => onSale).length
  return { sold, discontinued: items.length - sold }
}
