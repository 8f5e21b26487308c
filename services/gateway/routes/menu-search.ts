import { z } from 'zod'
import { CategoryKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byShop, count, foundOf, numberId, opaqueId, shopRead, text, textOrNull } from '../http.ts'
import {
  categoryShape,
  dishShape,
  setMealShape,
  shapeCategory,
  shapeDish,
  shapeSetMeal,
} from '../shapes/goods.ts'
import { itemKinds } from '../shapes/item.ts'

type SearchNeeds = Pick<Clients, 'catalog'>

/** Behind a cursor, or by the number of the page. */
const pageQuery = {
  name: text(50).default(''),
  limit: count(1, 100).default(20),
  cursor: opaqueId.optional(),
  page: count(1, 1_000_000).optional(),
}

const itemQuery = z.strictObject({
  ...pageQuery,
  categoryId: numberId.optional(),
  onSale: z.enum(['true', 'false']).optional(),
})

const categoryQuery = z.strictObject({ ...pageQuery, kind: z.enum(itemKinds).optional() })

export function menuSearchRoutes(needs: SearchNeeds): readonly Route[] {
  return [searchCategories(needs), searchDishes(needs), searchSetMeals(needs)]
}

function searchCategories({ catalog }: SearchNeeds): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'searchCategories',
    method: 'GET',
    path: '/v1/shops/:shopId/categories/search',
    summary: 'Categories by a part of their name and by kind, in the order of the menu',
    params: byShop,
    query: categoryQuery,
    replies: { 200: foundOf(categoryShape) },
    async handler({ params, query }) {
      const kind = CategoryKind[query.kind ?? 'UNSPECIFIED']
      const asked = { ...params, name: query.name, kind, page: pageOf(query) }
      const { categories, total, nextCursor } = await catalog.searchCategories(asked)
      return answer(200, { items: categories.map(shapeCategory), total, nextCursor: textOrNull(nextCursor) })
    },
  })
}

function searchDishes({ catalog }: SearchNeeds): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'searchDishes',
    method: 'GET',
    path: '/v1/shops/:shopId/dishes/search',
    summary: 'Dishes by a part of their name, by category and by whether they are on sale, newest first',
    params: byShop,
    query: itemQuery,
    replies: { 200: foundOf(dishShape) },
    async handler({ params, query }) {
      const { dishes, total, nextCursor } = await catalog.searchDishes({ ...params, ...searchOf(query) })
      return answer(200, { items: dishes.map(shapeDish), total, nextCursor: textOrNull(nextCursor) })
    },
  })
}

function searchSetMeals({ catalog }: SearchNeeds): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'searchSetMeals',
    method: 'GET',
    path: '/v1/shops/:shopId/set-meals/search',
    summary: 'Set meals by a part of their name, by category and by whether they are on sale, newest first',
    params: byShop,
    query: itemQuery,
    replies: { 200: foundOf(setMealShape) },
    async handler({ params, query }) {
      const { setMeals, total, nextCursor } = await catalog.searchSetMeals({ ...params, ...searchOf(query) })
      return answer(200, { items: setMeals.map(shapeSetMeal), total, nextCursor: textOrNull(nextCursor) })
    },
  })
}

function searchOf({ name, categoryId = '', onSale, ...page }: z.output<typeof itemQuery>) {
  return { name, categoryId, onSale: onSale && onSale === 'true', page: pageOf(page) }
}

interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly page?: number | undefined
}

function pageOf({ limit, cursor = '', page: number = 0 }: PageQuery) {
  return { limit, cursor, number }
}
