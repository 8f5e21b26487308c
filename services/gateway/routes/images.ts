import { z } from 'zod'
import { answer, type Route, rawBody, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { count, opaqueId, publicRead, staffWrite } from '../http.ts'
import type { Images } from '../images.ts'

export function imageRoutes(needs: Pick<Clients, 'catalog'> & { readonly images: Images }): readonly Route[] {
  return [getImage(needs), putImage(needs)]
}

function getImage({ images }: { readonly images: Images }): Route {
  return route({
    ...publicRead,
    tag: 'menu',
    name: 'getImage',
    method: 'GET',
    path: '/v1/images/:id',
    summary:
      'A picture, at least as wide as asked if there is one; its id names its content, so it never changes',
    params: z.strictObject({ id: opaqueId }),
    query: z.strictObject({ w: count(1, 10_000).optional() }),
    replies: { 200: { media: 'image/webp' } },
    cached: ({ id = '' }) => images.find(id),
    handler: ({ params, query }) => images.load(params.id, query.w),
  })
}

function putImage({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    ownership: 'none',
    tag: 'menu',
    audience: 'any',
    name: 'putImage',
    // A picture changes nothing until a change of the menu names it.
    audit: 'line',
    method: 'POST',
    path: '/v1/images',
    summary:
      'Keeps a picture in the sizes it is shown in: PNG, JPEG or WebP, at most 2 MiB; of customers few a day',
    body: rawBody,
    bodyBytesMax: 2 * 1024 * 1024,
    replies: { 201: z.strictObject({ imageId: z.string() }) },
    async handler({ body, headers }) {
      const { imageId } = await catalog.putImage({ contentType: headers['content-type'] ?? '', body })
      return answer(201, { imageId }, { Location: `/v1/images/${imageId}` })
    },
  })
}
