import { LRUCache } from 'lru-cache'
import { type CachedBody, cachedBody } from '#kit/http/cached-body.ts'
import { asGateway, type Clients } from './clients.ts'

interface ImageNeeds extends Pick<Clients, 'catalog'> {
  readonly imagesBytesMax: number
}

/** Pictures as they are served; their ids name their content, so they are never stale. */
export interface Images {
  /** The picture at its largest, if it is at hand. */
  find(imageId: string): CachedBody | undefined
  /** The picture at least so wide, as far as there is one; without a width at its largest. */
  load(imageId: string, width?: number): Promise<CachedBody>
}

/** The widths that are asked of the catalog: few, so that what is kept serves many. */
const widths = [160, 480, 960] as const
const widest = 960
/** A picture may never run or load anything. */
const policy = "default-src 'none'; sandbox"

export function createImages({ catalog, imagesBytesMax }: ImageNeeds): Images {
  const kept = new LRUCache<string, CachedBody>({ maxSize: imagesBytesMax, sizeCalculation: bytesOf })

  async function load(imageId: string, width: number): Promise<CachedBody> {
    const { contentType, body } = await asGateway(() => catalog.getImage({ imageId, width }))
    const image = cachedBody({
      etag: `"${imageId}-${width}"`,
      body,
      contentType,
      cacheControl: 'public, max-age=31536000, immutable',
      headers: { 'Content-Security-Policy': policy },
    })
    kept.set(keyOf(imageId, width), image)
    return image
  }

  return {
    find: (imageId) => kept.get(keyOf(imageId, widest)),
    async load(imageId, asked = widest) {
      const width = widths.find((each) => each >= asked) ?? widest
      return kept.get(keyOf(imageId, width)) ?? (await load(imageId, width))
    },
  }
}

const keyOf = (imageId: string, width: number) => `${imageId} ${width}`

function bytesOf({ full }: CachedBody): number {
  return full.body instanceof Uint8Array ? full.body.byteLength + 1 : 1
}
