import { z } from 'zod'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { flag } from './input.ts'
import { anyone, customer, nothing, type OldRoute, oldRoute, staff } from './old-route.ts'
import { flagOf } from './wire.ts'

export function shopRoutes({ catalog }: Pick<Clients, 'catalog'>): readonly OldRoute[] {
  return [
    oldRoute('PUT /admin/shop/:status', {
      who: permitted.serving,
      summary: '设置营业状态',
      reads: z.object({ status: flag }),
      asks: ({ status }, { shopId }) => catalog.setShopOpen({ shopId, open: status }),
    }),
    oldRoute('GET /admin/shop/status', {
      who: staff,
      summary: '查询营业状态',
      reads: nothing,
      asks: (_, { shopId }) => catalog.getShop({ shopId }),
      shows: ({ open }) => flagOf(open),
    }),
    oldRoute('GET /user/shop/status', {
      who: anyone,
      summary: '查询营业状态',
      reads: nothing,
      asks: (_, { shopId }) => catalog.getShop({ shopId }),
      shows: ({ openNow }) => flagOf(openNow),
    }),
    oldRoute('GET /user/shop/phone', {
      who: customer,
      summary: '查询商家电话',
      reads: nothing,
      asks: (_, { shopId }) => catalog.getShop({ shopId }),
      shows: ({ phone }) => phone,
    }),
  ]
}
