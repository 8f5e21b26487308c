import { Fault } from '#kit/fault.ts'
import type { Image } from '../domain/image.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function getImage(needs: Pick<CatalogNeeds, 'store'>, id: string): Promise<Image> {
  const image = await needs.store.findImage(id)
  if (!image) throw new Fault('missing', 'IMAGE_MISSING', 'there is no such image')
  return image
}
