import type { Quote, QuotedLine } from './pricing.ts'

/** What is to be had of each dish; without an entry, or infinite, as much as anybody wants. */
export type Availability = ReadonlyMap<string, number>

/** The dishes that the lines take from stock. */
export function dishesOf(lines: readonly QuotedLine[]): readonly string[] {
  return [...new Set(lines.flatMap((line) => line.parts.map((part) => part.dishId)))]
}

/** The quote with every line named of which there is too little; earlier lines take first. */
export function advised(quote: Quote, availability: Availability): Quote {
  const left = new Map(availability)
  const lines = quote.lines.map((line) => {
    const pieces = line.parts.map(({ dishId, quantity }) => piecesOf(left.get(dishId), quantity))
    const available = Math.min(...pieces)
    const taken = Math.min(line.quantity, available)
    for (const { dishId, quantity } of line.parts) {
      const before = left.get(dishId)
      if (before !== undefined) left.set(dishId, before - quantity * taken)
    }
    return available < line.quantity ? { ...line, available } : line
  })
  return { ...quote, lines }
}

export function isShort({ lines }: Quote): boolean {
  return lines.some((line) => line.available !== undefined)
}

function piecesOf(left: number | undefined, quantity: number): number {
  return left === undefined ? Number.POSITIVE_INFINITY : Math.floor(left / quantity)
}
