import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import {
  byNumberId,
  byShop,
  listOf,
  numberId,
  permitted,
  shopRead,
  shopWrite,
  staffRead,
  staffWrite,
} from '../http.ts'
import { dishFields, dishShape, newDish, setMealOfDishShape, shapeDish } from '../shapes/goods.ts'

export const onSaleBody = z.strictObject({ onSale: z.boolean() })
export const categoryQuery = z.strictObject({ categoryId: numberId.optional() })

export function dishRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [
    listDishes(needs),
    createDish(needs),
    getDish(needs),
    updateDish(needs),
    listSetMealsOfDish(needs),
    ...saleRoutes(needs),
  ]
}

function listDishes({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'listDishes',
    method: 'GET',
    path: '/v1/shops/:shopId/dishes',
    summary: 'All dishes of the shop, or those of a category',
    params: byShop,
    query: categoryQuery,
    replies: { 200: listOf(dishShape) },
    async handler({ params, query }) {
      const { dishes } = await catalog.listDishes({ ...params, categoryId: query.categoryId ?? '' })
      return answer(200, { items: dishes.map(shapeDish) })
    },
  })
}

function createDish({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'createDish',
    method: 'POST',
    path: '/v1/shops/:shopId/dishes',
    summary: 'Adds a dish, on sale or not yet',
    params: byShop,
    body: newDish,
    replies: { 201: dishShape },
    async handler({ params: { shopId }, body: { onSale, ...fields } }) {
      return answer(201, shapeDish(await catalog.createDish({ shopId, fields, onSale })))
    },
  })
}

function getDish({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffRead,
    tag: 'menu',
    name: 'getDish',
    method: 'GET',
    path: '/v1/dishes/:id',
    summary: 'One dish',
    params: byNumberId,
    replies: { 200: dishShape },
    handler: async ({ params }) => answer(200, shapeDish(await catalog.getDish({ dishId: params.id }))),
  })
}

function updateDish({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'updateDish',
    method: 'PUT',
    path: '/v1/dishes/:id',
    summary: 'Replaces a dish',
    params: byNumberId,
    body: dishFields,
    replies: { 200: dishShape },
    handler: async ({ params, body }) =>
      answer(200, shapeDish(await catalog.updateDish({ dishId: params.id, fields: body }))),
  })
}

function listSetMealsOfDish({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffRead,
    tag: 'menu',
    name: 'listSetMealsOfDish',
    method: 'GET',
    path: '/v1/dishes/:id/set-meals',
    summary: 'The set meals that hold a dish, and which of them may be put on sale now',
    params: byNumberId,
    replies: { 200: listOf(setMealOfDishShape) },
    async handler({ params }) {
      const { setMeals } = await catalog.listSetMealsOfDish({ dishId: params.id })
      return answer(200, { items: setMeals })
    },
  })
}

function saleRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [setDishOnSale(needs), deleteDish(needs)]
}

function setDishOnSale({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'setDishOnSale',
    method: 'PUT',
    path: '/v1/dishes/:id/on-sale',
    summary:
      'Puts a dish on sale or stops it, and with it its set meals; tells which of those may be started',
    params: byNumberId,
    body: onSaleBody,
    replies: { 200: dishShape.extend({ setMeals: z.array(setMealOfDishShape) }).meta({ id: 'DishOnSale' }) },
    async handler({ params: { id: dishId }, body }) {
      const dish = await catalog.setDishOnSale({ dishId, onSale: body.onSale })
      const { setMeals } = await catalog.listSetMealsOfDish({ dishId })
      return answer(200, { ...shapeDish(dish), setMeals })
    },
  })
}

function deleteDish({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'deleteDish',
    method: 'DELETE',
    path: '/v1/dishes/:id',
    summary: 'Removes a dish that is not on sale',
    params: byNumberId,
    replies: { 204: z.undefined() },
    async handler({ params }) {
      await catalog.deleteDish({ dishId: params.id })
      return answer(204)
    },
  })
}
