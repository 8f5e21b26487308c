import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import {
  byNumberId,
  byShop,
  fen,
  listOf,
  numberId,
  permitted,
  shopRead,
  shopWrite,
  staffRead,
  staffWrite,
  text,
} from '../http.ts'

const optionGroup = z.strictObject({
  name: text(20),
  minimum: z.int().min(0).max(50),
  maximum: z.int().min(0).max(50),
  choices: z.array(z.strictObject({ name: text(20), priceFen: fen })).max(50),
})

const fields = z.strictObject({
  categoryId: numberId,
  name: text(50),
  priceFen: fen,
  image: text(128).default(''),
  description: text(500).default(''),
  optionGroups: z.array(optionGroup).max(20).default([]),
})

const dishShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    categoryId: z.string(),
    name: z.string(),
    priceFen: z.int(),
    image: z.string(),
    description: z.string(),
    onSale: z.boolean(),
    optionGroups: z.array(optionGroup),
    version: z.int(),
  })
  .meta({ id: 'Dish' })

export const onSaleBody = z.strictObject({ onSale: z.boolean() })
export const categoryQuery = z.strictObject({ categoryId: numberId.optional() })

export function dishRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [listDishes(needs), createDish(needs), getDish(needs), updateDish(needs), ...saleRoutes(needs)]
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
      return answer(200, { items: dishes })
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
    summary: 'Adds a dish, not yet on sale',
    params: byShop,
    body: fields,
    replies: { 201: dishShape },
    handler: async ({ params, body }) =>
      answer(201, await catalog.createDish({ shopId: params.shopId, fields: body })),
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
    handler: async ({ params }) => answer(200, await catalog.getDish({ dishId: params.id })),
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
    body: fields,
    replies: { 200: dishShape },
    handler: async ({ params, body }) =>
      answer(200, await catalog.updateDish({ dishId: params.id, fields: body })),
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
    summary: 'Puts a dish on sale or stops it, and with it every set meal that holds it',
    params: byNumberId,
    body: onSaleBody,
    replies: { 200: dishShape },
    handler: async ({ params, body }) =>
      answer(200, await catalog.setDishOnSale({ dishId: params.id, onSale: body.onSale })),
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
