import type { Order, Refund } from '../web/gen/operations.ts'

type Line = Order['lines'][number]

/** A line, and how many pieces of it have not gone back. */
export interface LeftLine {
  readonly line: Line
  readonly left: number
}

export function leftOf(lines: readonly Line[], refunds: readonly Refund[]): readonly LeftLine[] {
  const back = refunds.flatMap((refund) => refund.lines)
  return lines.map((line) => {
    const pieces = back.filter(({ lineId }) => lineId === line.id)
    return { line, left: line.quantity - pieces.reduce((sum, { quantity }) => sum + quantity, 0) }
  })
}

export interface Pieces {
  readonly lineId: string
  readonly quantity: number
}

/** What pieces were sold for; packing and delivery belong to no line. */
export function priceOf(lines: readonly Line[], pieces: readonly Pieces[]): number {
  const priceFen = (lineId: string) => lines.find(({ id }) => id === lineId)?.unitPriceFen ?? 0
  return pieces.reduce((sum, { lineId, quantity }) => sum + quantity * priceFen(lineId), 0)
}

/** States in which an order's money may be given back in part. */
export function isRefundable({ state }: Order): boolean {
  return state === 'PAID' || state === 'ACCEPTED' || state === 'DELIVERING' || state === 'COMPLETED'
}
