import type { OldRow } from '../schema.ts'
import { fenOf, lineOf, type Mapped, nameOf, notesOf } from '../values.ts'

/** What dishes and set meals have in common. */
export interface NewItem {
  readonly categoryId: string
  readonly name: string
  readonly priceFen: number
  readonly image: string
  readonly description: string
}

/** What was brought over before: new ids by old ones, and pictures by their old addresses. */
export interface Known {
  categoryId(oldId: string | null): string | undefined
  /** Empty where there is no picture here. */
  image(address: string | null): string
}

/** A dish or a set meal without what hangs on it. */
export function itemOf(row: OldRow, known: Known): Mapped<NewItem> {
  const categoryId = known.categoryId(row.category_id ?? null)
  if (categoryId === undefined) return { skip: 'CATEGORY_MISSING' }
  const priceFen = fenOf(row.price)
  if (priceFen === undefined || priceFen < 1) return { skip: 'PRICE_INVALID' }
  const name = nameOf(row.name, 20)
  const description = lineOf(row.description, 200)
  const image = known.image(row.image ?? null)
  const hadImage = (row.image ?? '') !== ''
  return {
    take: { categoryId, name, priceFen, image, description },
    notes: notesOf({
      NAME_CHANGED: name !== row.name,
      DESCRIPTION_CHANGED: description !== (row.description ?? ''),
      IMAGE_MISSING: hadImage && image === '',
    }),
  }
}
