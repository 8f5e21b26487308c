import { Fault } from '#kit/fault.ts'

export type Outcome = 'HELD' | 'REJECTED' | 'COMMITTED' | 'RELEASED'

export interface Reservation {
  readonly orderId: string
  readonly outcome: Outcome
  /** For REJECTED: the dishes there were too few of. */
  readonly shortDishIds: readonly string[]
}

export interface ReserveLine {
  readonly dishId: string
  readonly quantity: number
}

/** What an order wants held: one line per dish, in an order that all transactions keep. */
export interface Wish {
  readonly orderId: string
  readonly shopId: string
  readonly lines: readonly ReserveLine[]
}

const idPattern = /^[\w-]{1,36}$/
const linesMax = 1000
const quantityMax = 9999

export function wishOf(orderId: string, shopId: string, lines: readonly ReserveLine[]): Wish {
  checkIds([orderId, shopId, ...lines.map((line) => line.dishId)])
  if (lines.length < 1 || lines.length > linesMax) throw invalid(`1 to ${linesMax} lines are needed`)
  const sums = new Map<string, number>()
  for (const { dishId, quantity } of lines) {
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > quantityMax)
      throw invalid(`a quantity is from 1 to ${quantityMax}`)
    sums.set(dishId, (sums.get(dishId) ?? 0) + quantity)
  }
  const summed = [...sums].map(([dishId, quantity]) => ({ dishId, quantity }))
  return { orderId, shopId, lines: summed.sort((a, b) => (a.dishId < b.dishId ? -1 : 1)) }
}

/** The same text for the same wish, whatever the order of its lines was. */
export function canonicalOf({ shopId, lines }: Wish): string {
  return JSON.stringify([shopId, ...lines.map(({ dishId, quantity }) => [dishId, quantity])])
}

export function checkIds(ids: readonly string[]): void {
  if (!ids.every((id) => idPattern.test(id))) throw invalid('an id is malformed')
}

function invalid(message: string): Fault {
  return new Fault('invalid', 'STOCK_INVALID', message)
}
