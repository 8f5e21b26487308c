import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, managers, publicRead, shopWrite } from '../http.ts'
import { areasMessage, areasShape, shapeAreas } from '../shapes/shop.ts'

type AreaNeeds = Pick<Clients, 'catalog'>

const shared = { tag: 'shops', params: byShop, replies: { 200: areasShape } } as const

export function shopAreaRoutes(needs: AreaNeeds): readonly Route[] {
  return [getShopAreas(needs), setShopAreas(needs)]
}

function getShopAreas({ catalog }: AreaNeeds): Route {
  return route({
    ...publicRead,
    ...shared,
    name: 'getShopAreas',
    method: 'GET',
    path: '/v1/shops/:shopId/areas',
    summary: 'Where the shop delivers and for what; without areas everywhere at its flat fee',
    handler: async ({ params }) => answer(200, shapeAreas(await catalog.getShopAreas(params))),
  })
}

function setShopAreas({ catalog }: AreaNeeds): Route {
  return route({
    ...shopWrite,
    ...shared,
    name: 'setShopAreas',
    method: 'PUT',
    path: '/v1/shops/:shopId/areas',
    summary:
      'Replaces where the shop stands and delivers; the cheapest area that covers an address serves it',
    audience: managers,
    body: areasShape,
    async handler({ params, body }) {
      return answer(200, shapeAreas(await catalog.setShopAreas({ ...params, areas: areasMessage(body) })))
    },
  })
}
