import type { Cart, Item, Menu } from '../web/gen/operations.ts'
import { type Dish, type DishState, dishState, type SetMeal } from './dish-state.ts'

/** A line as the order service has it; without an id while it is only here. Its name outlives the menu's. */
export type CartLine = Cart['lines'][number] & { readonly name?: string }

export const isOnlyHere = ({ id }: CartLine) => id === ''

export function sameItem(one: Item, other: Item): boolean {
  return one.kind === other.kind && one.id === other.id && optionsKey(one) === optionsKey(other)
}

function optionsKey({ options = [] }: Item): string {
  return JSON.stringify(options.map(({ group, choice }) => [group, choice]).sort())
}

export function withMore(lines: readonly CartLine[], item: Item, quantity: number): readonly CartLine[] {
  const known = lines.some((line) => sameItem(line.item, item))
  if (!known) return [...lines, { id: '', item, quantity }]
  return lines.map((line) =>
    sameItem(line.item, item) ? { ...line, quantity: line.quantity + quantity } : line,
  )
}

export function withQuantity(lines: readonly CartLine[], item: Item, quantity: number): readonly CartLine[] {
  const changed = lines.map((line) => (sameItem(line.item, item) ? { ...line, quantity } : line))
  return changed.filter((line) => line.quantity > 0)
}

/** Each line with its name: the menu's, else what it was called before. */
export function withNames(
  lines: readonly CartLine[],
  before: readonly CartLine[],
  nameOf: (item: Item) => string | undefined,
): readonly CartLine[] {
  return lines.map((line) => {
    const former = before.find((one) => sameItem(one.item, line.item))
    const name = nameOf(line.item) ?? line.name ?? former?.name
    return name === undefined ? line : { ...line, name }
  })
}

export function piecesOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0)
}

/** A line as the menu of the moment knows it. */
export interface ShownLine {
  readonly line: CartLine
  readonly name: string
  readonly image: string
  /** One piece with its options; 0 where it is not on the menu. */
  readonly unitFen: number
  readonly state: DishState | 'GONE'
}

/** What the lines are called and cost by the menu; the quote at the checkout is what counts. */
export function shownLines(
  lines: readonly CartLine[],
  menu: Menu | null,
  soldOut: ReadonlySet<string>,
): readonly ShownLine[] {
  return lines.map((line) => {
    const found = menu && itemOf(menu, line.item)
    if (!found) return { line, name: line.name ?? '', image: '', unitFen: 0, state: 'GONE' }
    const { name, image } = found
    return { line, name, image, unitFen: unitFenOf(found, line.item), state: dishState(found, soldOut) }
  })
}

export function goodsFenOf(shown: readonly ShownLine[]): number {
  return shown.reduce((sum, { unitFen, line }) => sum + unitFen * line.quantity, 0)
}

export function itemOf(menu: Menu, { kind, id }: Pick<Item, 'kind' | 'id'>): Dish | SetMeal | undefined {
  const all = menu.categories.flatMap(({ dishes, setMeals }): readonly (Dish | SetMeal)[] =>
    kind === 'DISH' ? dishes : setMeals,
  )
  return all.find((one) => one.id === id)
}

export function unitFenOf(found: Dish | SetMeal, { options = [] }: Pick<Item, 'options'>): number {
  const groups = 'optionGroups' in found ? found.optionGroups : []
  const extras = options.map(({ group, choice }) => {
    const choices = groups.find(({ name }) => name === group)?.choices ?? []
    return choices.find(({ name }) => name === choice)?.priceFen ?? 0
  })
  return extras.reduce((sum, fen) => sum + fen, found.priceFen)
}

/** The groups of which too little or too much is chosen. */
export function unmetGroups(
  groups: Dish['optionGroups'],
  options: NonNullable<Item['options']>,
): readonly string[] {
  const taken = (name: string) => options.filter(({ group }) => group === name).length
  return groups
    .filter(({ name, minimum, maximum }) => taken(name) < minimum || taken(name) > maximum)
    .map(({ name }) => name)
}

/** How many pieces of each section are in the cart, by the section's id. */
export function piecesBySection(
  sections: Menu['categories'],
  lines: readonly CartLine[],
): ReadonlyMap<string, number> {
  const sectionOf = new Map<string, string>()
  for (const { id, kind, dishes, setMeals } of sections)
    for (const one of [...dishes, ...setMeals]) sectionOf.set(`${kind} ${one.id}`, id)
  const pieces = new Map<string, number>()
  for (const { item, quantity } of lines) {
    const id = sectionOf.get(`${item.kind} ${item.id}`)
    if (id !== undefined) pieces.set(id, (pieces.get(id) ?? 0) + quantity)
  }
  return pieces
}
