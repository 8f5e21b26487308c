import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { OldRow } from '../schema.ts'
import { fenOf, lineOf, wholeOf } from '../values.ts'

export interface NewLine {
  readonly item: {
    readonly kind: ItemKind
    readonly id: string
    readonly options: readonly { readonly group: string; readonly choice: string }[]
  }
  readonly name: string
  readonly image: string
  readonly quantity: number
  readonly unitPriceFen: number
  readonly categoryId: string
  readonly categoryName: string
}

/** A dish or a set meal of the menu as it is here. */
export interface SoldItem {
  readonly id: string
  readonly categoryId: string
  readonly categoryName: string
}

/** What lines are mapped with. */
export interface Sold {
  dish(oldId: string): SoldItem | undefined
  setMeal(oldId: string): SoldItem | undefined
  image(address: string | null): string
}

export interface LinesOf {
  readonly taken: readonly NewLine[]
  /** Why a line stayed behind, by its old id. */
  readonly skipped: ReadonlyMap<string, string>
}

/** Ids of what is no longer on the menu begin here: beyond every number that a database has given. */
const goneFrom = 900_000_000_000_000

export function linesOf(details: readonly OldRow[], sold: Sold): LinesOf {
  const skipped = new Map<string, string>()
  const taken = details.flatMap((row) => {
    const line = lineOfRow(row, sold)
    if (typeof line !== 'string') return [line]
    skipped.set(row.id ?? '', line)
    return []
  })
  return { taken, skipped }
}

/** The line, or why there is none. */
function lineOfRow(row: OldRow, sold: Sold): NewLine | string {
  const quantity = wholeOf(row.number)
  if (quantity === undefined || quantity < 1 || quantity > 99) return 'QUANTITY_INVALID'
  const unitPriceFen = fenOf(row.amount)
  if (unitPriceFen === undefined || unitPriceFen < 0) return 'PRICE_INVALID'
  const isSetMeal = row.dish_id === null && row.setmeal_id !== null
  const oldId = (isSetMeal ? row.setmeal_id : row.dish_id) ?? '0'
  const known = isSetMeal ? sold.setMeal(oldId) : sold.dish(oldId)
  const gone = { id: String(goneFrom + (wholeOf(oldId) ?? 0)), categoryId: '', categoryName: '' }
  const { id, categoryId, categoryName } = known ?? gone
  const flavour = lineOf(row.dish_flavor, 50)
  const options = flavour === '' ? [] : [{ group: '口味', choice: flavour }]
  return {
    item: { kind: isSetMeal ? ItemKind.SET_MEAL : ItemKind.DISH, id, options },
    name: lineOf(row.name, 32) || '—',
    image: sold.image(row.image ?? null),
    ...{ quantity, unitPriceFen, categoryId, categoryName },
  }
}
