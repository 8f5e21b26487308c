import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byNumberId, byShop, listOf, permitted, shopRead, shopWrite, staffRead, staffWrite } from '../http.ts'
import { newSetMeal, setMealFields, setMealShape, shapeSetMeal } from '../shapes/goods.ts'
import { categoryQuery, onSaleBody } from './dishes.ts'

export function setMealRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [
    listSetMeals(needs),
    createSetMeal(needs),
    getSetMeal(needs),
    updateSetMeal(needs),
    ...saleRoutes(needs),
  ]
}

function listSetMeals({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'listSetMeals',
    method: 'GET',
    path: '/v1/shops/:shopId/set-meals',
    summary: 'All set meals of the shop, or those of a category',
    params: byShop,
    query: categoryQuery,
    replies: { 200: listOf(setMealShape) },
    async handler({ params, query }) {
      const { setMeals } = await catalog.listSetMeals({ ...params, categoryId: query.categoryId ?? '' })
      return answer(200, { items: setMeals.map(shapeSetMeal) })
    },
  })
}

function createSetMeal({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'createSetMeal',
    method: 'POST',
    path: '/v1/shops/:shopId/set-meals',
    summary: 'Adds a set meal, on sale if all its dishes are, or not yet',
    params: byShop,
    body: newSetMeal,
    replies: { 201: setMealShape },
    async handler({ params: { shopId }, body: { onSale, ...fields } }) {
      return answer(201, shapeSetMeal(await catalog.createSetMeal({ shopId, fields, onSale })))
    },
  })
}

function getSetMeal({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffRead,
    tag: 'menu',
    name: 'getSetMeal',
    method: 'GET',
    path: '/v1/set-meals/:id',
    summary: 'One set meal',
    params: byNumberId,
    replies: { 200: setMealShape },
    handler: async ({ params }) =>
      answer(200, shapeSetMeal(await catalog.getSetMeal({ setMealId: params.id }))),
  })
}

function updateSetMeal({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'updateSetMeal',
    method: 'PUT',
    path: '/v1/set-meals/:id',
    summary: 'Replaces a set meal',
    params: byNumberId,
    body: setMealFields,
    replies: { 200: setMealShape },
    handler: async ({ params, body }) =>
      answer(200, shapeSetMeal(await catalog.updateSetMeal({ setMealId: params.id, fields: body }))),
  })
}

function saleRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [setSetMealOnSale(needs), deleteSetMeal(needs)]
}

function setSetMealOnSale({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'setSetMealOnSale',
    method: 'PUT',
    path: '/v1/set-meals/:id/on-sale',
    summary: 'Puts a set meal on sale, if all its dishes are, or stops it',
    params: byNumberId,
    body: onSaleBody,
    replies: { 200: setMealShape },
    handler: async ({ params, body }) =>
      answer(
        200,
        shapeSetMeal(await catalog.setSetMealOnSale({ setMealId: params.id, onSale: body.onSale })),
      ),
  })
}

function deleteSetMeal({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'deleteSetMeal',
    method: 'DELETE',
    path: '/v1/set-meals/:id',
    summary: 'Removes a set meal that is not on sale',
    params: byNumberId,
    replies: { 204: z.undefined() },
    async handler({ params }) {
      await catalog.deleteSetMeal({ setMealId: params.id })
      return answer(204)
    },
  })
}
