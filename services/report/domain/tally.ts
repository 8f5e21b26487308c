import { type DayRule, dayOf, hourOf } from './day.ts'
import { type Fact, refundsOfWhatWasKept, type SoldLine } from './fact.ts'

/**
 * What is counted: orders by the day they were placed and by where they stand; completed orders, what went
 * back of them, and the same orders by hour, way of paying, item and category; what was sold by its name, on
 * the day it was ordered; customers.
 */
export type Figure =
  | 'placed'
  | 'turnover'
  | 'refunded'
  | 'hour'
  | 'channel'
  | 'item'
  | 'category'
  | 'name'
  | 'registered'
  | 'left'

/** Where what belongs to no shop is counted: customers are the whole installation's. */
export const everyShop = ''

/** A day's count of one figure; `about` parts it further and is empty where it does not. */
export interface Tally {
  readonly shopId: string
  readonly figure: Figure
  readonly day: string
  readonly about: string
  readonly times: number
  readonly fen: number
}

/** How an item or a category was called when it was sold. */
export interface Naming {
  readonly shopId: string
  readonly item: string
  readonly name: string
  readonly at: number
}

/** What an order counts for, as far as it is known. */
export function talliesOf(fact: Fact, rule: DayRule): readonly Tally[] {
  const { shopId, placed, stands } = fact
  if (shopId === undefined) return []
  const completed = tallyCompleted(fact, shopId, rule)
  if (!placed || !stands) return completed
  const { at, amountFen: fen } = placed
  const day = dayOf(at, rule)
  const named = fact.completed ? placed.lines : []
  return [
    { shopId, figure: 'placed', day, about: stands.state, times: 1, fen },
    ...completed,
    ...named.map(({ name, quantity, unitPriceFen }): Tally => {
      return { shopId, figure: 'name', day, about: name, times: quantity, fen: quantity * unitPriceFen }
    }),
  ]
}

function tallyCompleted(fact: Fact, shopId: string, rule: DayRule): readonly Tally[] {
  const { completed, placed, paid } = fact
  if (!completed) return []
  const count = (figure: Figure, about: string, times = 1, fen = completed.amountFen): Tally => {
    return { shopId, figure, day: dayOf(completed.at, rule), about, times, fen }
  }
  return [
    count('turnover', ''),
    ...(paid ? [count('channel', paid.channel)] : []),
    ...(placed ? [count('hour', String(hourOf(placed.at, rule)))] : []),
    ...(placed?.lines ?? []).flatMap((line) => [
      count('item', itemOf(line), line.quantity, line.quantity * line.unitPriceFen),
      count('category', categoryOf(line), line.quantity, line.quantity * line.unitPriceFen),
    ]),
    ...tallyRefunds(fact, shopId, rule),
  ]
}

/** What goes back lowers the turnover, and not before the order has raised it. */
function tallyRefunds(fact: Fact, shopId: string, rule: DayRule): readonly Tally[] {
  return refundsOfWhatWasKept(fact).map(({ at, amountFen: fen }) => {
    const day = dayOf(Math.max(at, fact.completed?.at ?? at), rule)
    return { shopId, figure: 'refunded', day, about: '', times: 1, fen }
  })
}

/** How a completed order's items were called; in order, so that no two orders wait for each other. */
export function namingsOf({ shopId, placed, completed }: Fact): readonly Naming[] {
  if (shopId === undefined || !placed || !completed) return []
  const named = placed.lines.flatMap((line) => [
    { shopId, item: itemOf(line), name: line.name, at: placed.at },
    { shopId, item: categoryOf(line), name: line.categoryName, at: placed.at },
  ])
  return named.toSorted((a, b) => (a.item < b.item ? -1 : 1))
}

/** DISH:12 */
export function itemOf({ kind, itemId }: Pick<SoldLine, 'kind' | 'itemId'>): string {
  return `${kind}:${itemId}`
}

/** CATEGORY:5 */
function categoryOf({ categoryId }: SoldLine): string {
  return `CATEGORY:${categoryId}`
}

/** What must be added where `before` has been counted and `after` is to be: each place once, in order. */
export function difference(before: readonly Tally[], after: readonly Tally[]): readonly Tally[] {
  const taken = before.map((tally) => ({ ...tally, times: -tally.times, fen: -tally.fen }))
  const changed = summed([...taken, ...after]).filter(({ times, fen }) => times !== 0 || fen !== 0)
  return changed.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

function summed(tallies: readonly Tally[]): readonly Tally[] {
  const sums = new Map<string, Tally>()
  for (const tally of tallies) {
    const { times, fen } = sums.get(placeOf(tally)) ?? { times: 0, fen: 0 }
    sums.set(placeOf(tally), { ...tally, times: times + tally.times, fen: fen + tally.fen })
  }
  return [...sums.values()]
}

function placeOf({ shopId, figure, day, about }: Tally): string {
  return [shopId, figure, day, about].join('\n')
}
