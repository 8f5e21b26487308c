import type { OldRow } from '../schema.ts'
import { wholeOf } from '../values.ts'

export interface NewPart {
  readonly dishId: string
  readonly copies: number
}

/** What a set meal holds, and what became of each row that says so. */
export interface Parts {
  readonly parts: readonly NewPart[]
  readonly skipped: ReadonlyMap<string, string>
}

/** A dish that is named twice is held as often as both say. */
export function partsOf(
  rows: readonly OldRow[],
  dishId: (oldId: string | null) => string | undefined,
): Parts {
  const copiesOf = new Map<string, number>()
  const skipped = new Map<string, string>()
  for (const row of rows) {
    const dish = dishId(row.dish_id ?? null)
    const copies = (copiesOf.get(dish ?? '') ?? 0) + (wholeOf(row.copies ?? '1') ?? 0)
    if (dish === undefined) skipped.set(row.id ?? '', 'DISH_MISSING')
    else if (copies < 1 || copies > 99) skipped.set(row.id ?? '', 'COPIES_INVALID')
    else copiesOf.set(dish, copies)
  }
  return { parts: [...copiesOf].map(([dish, copies]) => ({ dishId: dish, copies })), skipped }
}
