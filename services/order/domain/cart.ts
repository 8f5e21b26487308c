import { Fault } from '#kit/fault.ts'
import type { CartLine, ChosenOption, Item, Offer } from './pricing.ts'

export interface Cart {
  readonly customerId: string
  readonly shopId: string
  readonly version: number
  readonly lines: readonly CartLine[]
}

export const linesMax = 50
export const quantityMax = 99
const optionsLengthMax = 500

export function emptyCart(customerId: string, shopId: string): Cart {
  return { customerId, shopId, version: 0, lines: [] }
}

/** Options in one fixed order as text: two lines are the same exactly when item and this text are. */
export function optionsKey(options: readonly ChosenOption[]): string {
  const pairs = options.map(({ group, choice }) => [group, choice] as const)
  pairs.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
  const key = JSON.stringify(pairs)
  if (key.length > optionsLengthMax) throw invalid('too many options')
  return key
}

export function optionsOf(key: string): readonly ChosenOption[] {
  const pairs = JSON.parse(key) as readonly (readonly [string, string])[]
  return pairs.map(([group, choice]) => ({ group, choice }))
}

/**
 * A quantity that may stand in a cart; `least` is 1 where something is added and 0 where a line may vanish.
 */
export function checkedQuantity(quantity: number, least: 0 | 1): number {
  if (!Number.isInteger(quantity) || quantity < least || quantity > quantityMax)
    throw invalid(`a quantity is ${least} to ${quantityMax}`)
  return quantity
}

export function checkedItem(item: Item): Item {
  if (item.id === '') throw invalid('an item has an id')
  return item
}

/** What must be added so that a cart holds at least these lines. */
export function lackingIn(
  cart: Cart,
  wanted: readonly Omit<CartLine, 'id'>[],
): readonly Omit<CartLine, 'id'>[] {
  const keyOf = ({ item }: Omit<CartLine, 'id'>) => `${item.kind} ${item.id} ${optionsKey(item.options)}`
  const held = new Map(cart.lines.map((line) => [keyOf(line), line.quantity]))
  return wanted
    .map((line) => ({ item: line.item, quantity: line.quantity - (held.get(keyOf(line)) ?? 0) }))
    .filter((line) => line.quantity > 0)
}

/** The lines of what is not on any menu any more. */
export function goneFrom({ lines }: Cart, { priced }: Pick<Offer, 'priced'>): readonly string[] {
  const isGone = (position: number) => priced[position]?.refusal === 'DISH_MISSING'
  return lines.filter((_, position) => isGone(position)).map(({ id }) => id)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const invalid = (message: string) => new Fault('invalid', 'QUANTITY_INVALID', message)
