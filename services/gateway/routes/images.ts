import { z } from 'zod'
import { answer, type Route, rawBody, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { opaqueId, publicRead, staffWrite } from '../http.ts'
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
    summary: 'A picture; its id names its content, so it never changes',
    params: z.strictObject({ id: opaqueId }),
    replies: { 200: { media: 'image/*' } },
    cached: ({ id = '' }) => images.find(id),
    handler: ({ params }) => images.load(params.id),
  })
}

function putImage({ catalog }: Pick<Clients, 'catalog'>): Route {
  return route({
    ...staffWrite,
    ownership: 'none',
    tag: 'menu',
    name: 'putImage',
    method: 'POST',
    path: '/v1/images',
    summary: 'Keeps a picture: PNG, JPEG or WebP of at most 2 MiB',
    body: rawBody,
    bodyBytesMax: 2 * 1024 * 1024,
    replies: { 201: z.strictObject({ imageId: z.string() }) },
    async handler({ body, headers }) {
      const { imageId } = await catalog.putImage({ contentType: headers['content-type'] ?? '', body })
      return answer(201, { imageId }, { Location: `/v1/images/${imageId}` })
    },
  })
}
