import { type Route, route } from '#kit/http/route.ts'
import { byShop, listOf, numberId, publicRead } from '../http.ts'
import type { SoldOut } from '../sold-out.ts'

export function soldOutRoutes({ soldOut }: { readonly soldOut: SoldOut }): readonly Route[] {
  return [
    route({
      ...publicRead,
      tag: 'shops',
      name: 'listSoldOut',
      method: 'GET',
      path: '/v1/shops/:shopId/stock/sold-out',
      summary: 'The ids of the dishes of which nothing is left now; what holds one of them cannot be had',
      params: byShop,
      replies: { 200: { media: 'application/json; charset=utf-8', shape: listOf(numberId) } },
      cached: ({ shopId = '' }) => soldOut.find(shopId),
      handler: ({ params }) => soldOut.load(params.shopId),
    }),
  ]
}
