import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byNumberId, byShop, listOf, numberId, permitted, shopWrite, staffWrite } from '../http.ts'
import {
  categoryShape,
  dishShape,
  setMealShape,
  shapeCategory,
  shapeDish,
  shapeSetMeal,
} from '../shapes/goods.ts'

type ListNeeds = Pick<Clients, 'catalog'>

const order = z.strictObject({ ids: z.array(numberId).max(10_000) })

/** `1,2,3` */
const idsQuery = z.strictObject({
  ids: z
    .string()
    .max(2000)
    .transform((ids) => ids.split(','))
    .pipe(z.array(numberId).min(1).max(100)),
})

const shop = { ...shopWrite, tag: 'menu', audience: permitted.menu, params: byShop } as const
const category = { ...staffWrite, tag: 'menu', audience: permitted.menu, params: byNumberId } as const

/** What is done to a whole list at once. */
export function menuListRoutes(needs: ListNeeds): readonly Route[] {
  return [
    sortCategories(needs),
    sortDishes(needs),
    sortSetMeals(needs),
    deleteDishes(needs),
    deleteSetMeals(needs),
  ]
}

function sortCategories({ catalog }: ListNeeds): Route {
  return route({
    ...shop,
    name: 'sortCategories',
    method: 'PUT',
    path: '/v1/shops/:shopId/categories/order',
    summary: 'Puts all categories of the shop in a new order',
    body: order,
    replies: { 200: listOf(categoryShape) },
    async handler({ params, body }) {
      const { categories } = await catalog.sortCategories({ ...params, categoryIds: body.ids })
      return answer(200, { items: categories.map(shapeCategory) })
    },
  })
}

function sortDishes({ catalog }: ListNeeds): Route {
  return route({
    ...category,
    name: 'sortDishes',
    method: 'PUT',
    path: '/v1/categories/:id/dishes/order',
    summary: 'Puts all dishes of a category in a new order',
    body: order,
    replies: { 200: listOf(dishShape) },
    async handler({ params, body }) {
      const { dishes } = await catalog.sortDishes({ categoryId: params.id, dishIds: body.ids })
      return answer(200, { items: dishes.map(shapeDish) })
    },
  })
}

function sortSetMeals({ catalog }: ListNeeds): Route {
  return route({
    ...category,
    name: 'sortSetMeals',
    method: 'PUT',
    path: '/v1/categories/:id/set-meals/order',
    summary: 'Puts all set meals of a category in a new order',
    body: order,
    replies: { 200: listOf(setMealShape) },
    async handler({ params, body }) {
      const { setMeals } = await catalog.sortSetMeals({ categoryId: params.id, setMealIds: body.ids })
      return answer(200, { items: setMeals.map(shapeSetMeal) })
    },
  })
}

function deleteDishes({ catalog }: ListNeeds): Route {
  return route({
    ...shop,
    name: 'deleteDishes',
    method: 'DELETE',
    path: '/v1/shops/:shopId/dishes',
    summary: 'Removes dishes that are neither on sale nor in a set meal: all of them or none',
    query: idsQuery,
    replies: { 204: z.undefined() },
    async handler({ params, query }) {
      await catalog.deleteDishes({ ...params, dishIds: query.ids })
      return answer(204)
    },
  })
}

function deleteSetMeals({ catalog }: ListNeeds): Route {
  return route({
    ...shop,
    name: 'deleteSetMeals',
    method: 'DELETE',
    path: '/v1/shops/:shopId/set-meals',
    summary: 'Removes set meals that are not on sale: all of them or none',
    query: idsQuery,
    replies: { 204: z.undefined() },
    async handler({ params, query }) {
      await catalog.deleteSetMeals({ ...params, setMealIds: query.ids })
      return answer(204)
    },
  })
}
