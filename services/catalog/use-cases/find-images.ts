import { Fault } from '#kit/fault.ts'
import { soughtMax } from '../domain/image.ts'
import type { CatalogNeeds } from '../ports.ts'

/** Which of these pictures there are. */
export async function findImages(
  { store }: Pick<CatalogNeeds, 'store'>,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length > soughtMax)
    throw new Fault('invalid', 'FIELDS_INVALID', `at most ${soughtMax} pictures at once`)
  return ids.length === 0 ? [] : store.findImages(ids)
}
