import { Fault } from '#kit/fault.ts'
import { illegal } from './move.ts'
import { type Grant, type Order, type Pieces, refundableFen } from './order.ts'
import { nameOf, type Person } from './person.ts'

export interface GrantWish {
  readonly lines: readonly Pieces[]
  /** 0: what the lines cost. */
  readonly amountFen: number
  readonly reason: string
}

/** What differs from one grant to the next, beside the wish. */
export interface Granting {
  readonly id: string
  readonly by: Person
  readonly at: number
  readonly claimId?: string
}

const wordsMax = 200

/** What is granted of a paid order that is not cancelled: never more than is left of money and lines. */
export function grant(order: Order, wish: GrantWish, { id, by, at, claimId = '' }: Granting): Grant {
  if (!isRefundable(order)) throw illegal(order)
  if (!hasWords(wish.reason)) throw invalid(`a refund has a reason of up to ${wordsMax} characters`)
  const lines = checkedPieces(order, wish.lines)
  const amountFen = checkedAmount(order, amountFor(order, lines, wish.amountFen))
  const n = order.refunds.length + 1
  return { id, n, amountFen, lines, reason: wish.reason, claimId, by: nameOf(by), at }
}

/** What makes two wishes the same. */
export function grantFingerprint(orderId: string, { lines, amountFen, reason }: GrantWish): string {
  return JSON.stringify([orderId, lines.map(({ lineId, quantity }) => [lineId, quantity]), amountFen, reason])
}

/** Paid and not cancelled: what staff may give back is another matter than what the order must. */
export function isRefundable({ state }: Order): boolean {
  return state === 'PAID' || state === 'ACCEPTED' || state === 'DELIVERING' || state === 'COMPLETED'
}

export function hasWords(words: string): boolean {
  return words.trim() !== '' && isShort(words)
}

export function isShort(words: string): boolean {
  return [...words].length <= wordsMax
}

/** The pieces, each line once and none given back more often than it was sold. */
export function checkedPieces(order: Order, wanted: readonly Pieces[]): readonly Pieces[] {
  if (new Set(wanted.map(({ lineId }) => lineId)).size < wanted.length) throw invalid('a line is named once')
  for (const { lineId, quantity } of wanted) {
    const line = order.lines.find(({ id }) => id === lineId)
    if (!line || !Number.isInteger(quantity) || quantity < 1)
      throw invalid('a line of the order is named with its pieces')
    const left = line.quantity - piecesBack(order, lineId)
    if (quantity > left)
      throw new Fault('precondition', 'LINE_REFUNDED', 'fewer pieces are left', {
        details: { lineId, left: String(left) },
      })
  }
  return wanted
}

function piecesBack({ grants }: Order, lineId: string): number {
  const pieces = grants.flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId)
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0)
}

/** What the pieces were sold for; packing and delivery belong to no line. */
export function priceOf(order: Order, pieces: readonly Pieces[]): number {
  const priceFen = (lineId: string) => order.lines.find(({ id }) => id === lineId)?.unitPriceFen ?? 0
  return pieces.reduce((sum, { lineId, quantity }) => sum + quantity * priceFen(lineId), 0)
}

/** What is wanted for the pieces: at most what they cost, and that where no amount is said. */
export function amountFor(order: Order, pieces: readonly Pieces[], wantedFen: number): number {
  const costFen = priceOf(order, pieces)
  if (wantedFen === 0) return costFen
  if (pieces.length > 0 && wantedFen > costFen) throw exceeds('the lines cost less', costFen)
  return wantedFen
}

export function checkedAmount(order: Order, amountFen: number): number {
  if (!Number.isSafeInteger(amountFen) || amountFen < 1) throw invalid('an amount is at least 1 fen')
  const leftFen = refundableFen(order)
  if (amountFen > leftFen) throw exceeds('less is left of what was paid', leftFen)
  return amountFen
}

const exceeds = (message: string, mostFen: number) =>
  new Fault('precondition', 'REFUND_EXCEEDS', message, { details: { refundableFen: String(mostFen) } })
const invalid = (message: string) => new Fault('invalid', 'REFUND_INVALID', message)
