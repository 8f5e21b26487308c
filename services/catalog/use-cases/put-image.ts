import { imageKindOf } from '../domain/image.ts'
import { type Actor, assertPermitted } from '../domain/permission.ts'
import type { CatalogNeeds } from '../ports.ts'

/** Keeps a picture and answers the name of its content. Only what was decoded is ever shown. */
export async function putImage(
  needs: Pick<CatalogNeeds, 'store' | 'digest' | 'resizePicture'>,
  by: Actor,
  body: Uint8Array,
): Promise<string> {
  assertPermitted(by, 'menu')
  const kind = imageKindOf(body, by.kind === 'system')
  const id = needs.digest(body)
  if (await needs.store.hasImage(id)) return id
  // The system brings many drawings at once, and each is small: their sizes are made when somebody looks.
  if (kind === 'DRAWING') await needs.store.recordUnsized(id, body)
  else await needs.store.recordImage(id, await needs.resizePicture(body))
  return id
}
