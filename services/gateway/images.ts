import { LRUCache } from 'lru-cache'
import { type CachedBody, cachedBody } from '#kit/http/cached-body.ts'
import { asGateway, type Clients } from './clients.ts'

interface ImageNeeds extends Pick<Clients, 'catalog'> {
  readonly imagesBytesMax: number
}

/** Pictures as they are served; their ids name their content, so they are never stale. */
export interface Images {
  find(imageId: string): CachedBody | undefined
  load(imageId: string): Promise<CachedBody>
}

/** A picture may be a drawing with styles; it may never run or load anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

export function createImages({ catalog, imagesBytesMax }: ImageNeeds): Images {
  const kept = new LRUCache<string, CachedBody>({ maxSize: imagesBytesMax, sizeCalculation: bytesOf })

  return {
    find: (imageId) => kept.get(imageId),
    async load(imageId) {
      const { contentType, body } = await asGateway(() => catalog.getImage({ imageId }))
      const image = cachedBody({
        etag: `"${imageId}"`,
        body,
        contentType,
        cacheControl: 'public, max-age=31536000, immutable',
        headers: { 'Content-Security-Policy': policy },
      })
      kept.set(imageId, image)
      return image
    },
  }
}

function bytesOf({ full }: CachedBody): number {
  return full.body instanceof Uint8Array ? full.body.byteLength + 1 : 1
}
