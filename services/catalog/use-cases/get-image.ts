import { Fault, faultOf } from '#kit/fault.ts'
import type { ImageSize } from '../domain/image.ts'
import type { CatalogNeeds } from '../ports.ts'

type Needs = Pick<CatalogNeeds, 'store' | 'resizePicture'>

/** The picture at least so wide, else the largest there is; 0: the largest. */
export async function getImage(needs: Needs, id: string, width: number): Promise<ImageSize> {
  const image = (await needs.store.findImage(id, width)) ?? (await sizeNow(needs, id, width))
  if (!image) throw missing()
  return image
}

/** Makes the sizes of a picture that has none yet. */
async function sizeNow(needs: Needs, id: string, width: number): Promise<ImageSize | undefined> {
  const body = await needs.store.findUnsized(id)
  if (!body) return undefined
  try {
    await needs.store.recordImage(id, await needs.resizePicture(body))
  } catch (error) {
    // What was kept before pictures were decoded may turn out to be none.
    throw faultOf(error).reason === 'IMAGE_INVALID' ? missing() : error
  }
  return needs.store.findImage(id, width)
}

function missing(): Fault {
  return new Fault('missing', 'IMAGE_MISSING', 'there is no such image')
}
