import { type Route, route } from '#kit/http/route.ts'
import { byShop, publicRead } from '../http.ts'
import type { Menus } from '../menus.ts'
import { menuShape } from '../shapes/menu.ts'

export function menuRoutes({ menus }: { menus: Menus }): readonly Route[] {
  return [
    route({
      ...publicRead,
      tag: 'shops',
      name: 'getMenu',
      method: 'GET',
      path: '/v1/shops/:shopId/menu',
      summary: 'What the shop sells now; ask again with If-None-Match',
      params: byShop,
      replies: { 200: { media: 'application/json; charset=utf-8', shape: menuShape } },
      cached: ({ shopId = '' }) => menus.find(shopId),
      handler: ({ params }) => menus.load(params.shopId),
    }),
  ]
}
