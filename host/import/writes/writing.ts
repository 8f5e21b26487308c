import type { Surroundings } from '#kit/lifecycle/service.ts'
import type { Images } from '../images.ts'
import type { Account, Ledger } from '../ledger.ts'
import type { SoldItem } from '../maps/lines.ts'
import type { OldRow } from '../schema.ts'
import type { Stage } from '../stage.ts'
import type { Mapped } from '../values.ts'

/** What every step of an import works with. */
export interface Writing {
  readonly client: Surroundings['client']
  readonly stage: Stage
  readonly ledger: Ledger
  readonly images: Images
  readonly shopId: string
  readonly now: number
  /** What stands here for the old ids, as far as it has come. */
  readonly categories: Map<string, { readonly id: string; readonly name: string }>
  readonly dishes: Map<string, SoldItem>
  readonly setMeals: Map<string, SoldItem>
  readonly customers: Map<string, string>
}

/** What a service says became of one. */
export interface Brought {
  readonly oldId: string
  readonly id: string
  readonly skipped: string
}

/** A row with what it becomes. */
export interface Taken<T> {
  readonly row: OldRow
  readonly oldId: string
  readonly take: T
  readonly notes: readonly string[]
}

export const rowsAtOnce = 400
/** Each thing of a menu is judged against the whole of it. */
export const menuRowsAtOnce = 100

/** Maps rows, and books those that become nothing. */
export function mapAll<T>(
  rows: readonly OldRow[],
  account: Account,
  map: (row: OldRow) => Mapped<T>,
): readonly Taken<T>[] {
  return rows.flatMap((row) => {
    const oldId = row.id ?? ''
    const mapped = map(row)
    if (!('skip' in mapped)) return [{ row, oldId, ...mapped }]
    account.skip(mapped.skip, oldId)
    return []
  })
}

/** Books what a service says of each; notes count only for those that came in. */
export function bookAll(
  taken: readonly Taken<unknown>[],
  brought: readonly Brought[],
  account: Account,
): void {
  for (const [index, { oldId, notes }] of taken.entries()) {
    const skipped = brought[index]?.skipped ?? ''
    if (skipped !== '') account.skip(skipped, oldId)
    else {
      account.imported()
      for (const note of notes) account.note(note, oldId)
    }
  }
}
