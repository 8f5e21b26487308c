import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byNumberId, byShop, listOf, permitted, shopRead, shopWrite, staffWrite } from '../http.ts'
import { categoryFields, categoryShape, shapeCategory } from '../shapes/goods.ts'

export function categoryRoutes(needs: Pick<Clients, 'catalog'>): readonly Route[] {
  return [listCategories(needs), createCategory(needs), updateCategory(needs), deleteCategory(needs)]
}

function listCategories({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopRead,
    tag: 'menu',
    name: 'listCategories',
    method: 'GET',
    path: '/v1/shops/:shopId/categories',
    summary: 'All categories of the shop',
    params: byShop,
    replies: { 200: listOf(categoryShape) },
    async handler({ params }) {
      const { categories } = await catalog.listCategories(params)
      return answer(200, { items: categories.map(shapeCategory) })
    },
  })
}

function createCategory({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...shopWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'createCategory',
    method: 'POST',
    path: '/v1/shops/:shopId/categories',
    summary: 'Adds a category',
    params: byShop,
    body: categoryFields,
    replies: { 201: categoryShape },
    handler: async ({ params, body }) =>
      answer(201, shapeCategory(await catalog.createCategory({ shopId: params.shopId, fields: body }))),
  })
}

function updateCategory({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'updateCategory',
    method: 'PUT',
    path: '/v1/categories/:id',
    summary: 'Replaces a category',
    params: byNumberId,
    body: categoryFields,
    replies: { 200: categoryShape },
    handler: async ({ params, body }) =>
      answer(200, shapeCategory(await catalog.updateCategory({ categoryId: params.id, fields: body }))),
  })
}

function deleteCategory({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    tag: 'menu',
    audience: permitted.menu,
    name: 'deleteCategory',
    method: 'DELETE',
    path: '/v1/categories/:id',
    summary: 'Removes an empty category',
    params: byNumberId,
    replies: { 204: z.undefined() },
    async handler({ params }) {
      await catalog.deleteCategory({ categoryId: params.id })
      return answer(204)
    },
  })
}
