import { checkImage, type Image } from '../domain/image.ts'
import { type Actor, assertAnyStaff } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function putImage(
  needs: Pick<CatalogNeeds, 'store' | 'digest'>,
  by: Actor,
  image: Image,
): Promise<string> {
  assertAnyStaff(by)
  checkImage(image, by.kind === 'system')
  const id = needs.digest(image.body)
  await needs.store.recordImage(id, image)
  return id
}
