import type { Order, Refund } from '../web/gen/operations.ts'
import { fenOf } from '../web/money.ts'
import { wasPaid } from './order-rules.ts'

type Line = Order['lines'][number]

/** What somebody may ask back: all that is left, pieces of lines, or an amount of their own. */
export const claimKinds = ['all', 'pieces', 'amount'] as const
export type ClaimKind = (typeof claimKinds)[number]

export interface ClaimDraft {
  readonly kind: ClaimKind
  /** By line. */
  readonly pieces: Readonly<Record<string, number>>
  /** As it was written, in yuan. */
  readonly amount: string
}

/** How many pieces of a line have not gone back yet. */
export function piecesLeft(
  { id, quantity }: Pick<Line, 'id' | 'quantity'>,
  refunds: readonly Refund[],
): number {
  const back = refunds.flatMap(({ lines }) => lines).filter(({ lineId }) => lineId === id)
  return back.reduce((left, one) => left - one.quantity, quantity)
}

/** What a draft asks for; undefined where it asks for nothing or too much. */
export function askedFen(
  { kind, pieces, amount }: ClaimDraft,
  lines: readonly Pick<Line, 'id' | 'unitPriceFen'>[],
  refundableFen: number,
): number | undefined {
  const fen = {
    all: () => refundableFen,
    pieces: () =>
      lines.reduce((sum, { id, unitPriceFen }) => sum + (unitPriceFen ?? 0) * (pieces[id] ?? 0), 0),
    amount: () => fenOf(amount) ?? 0,
  }[kind]()
  return fen > 0 && fen <= refundableFen ? fen : undefined
}

/** The fields of the request that say what is asked for. */
export function askedOf({ kind, pieces, amount }: ClaimDraft) {
  if (kind === 'amount') return { amountFen: fenOf(amount) ?? 0 }
  if (kind === 'all') return {}
  const lines = Object.entries(pieces).map(([lineId, quantity]) => ({ lineId, quantity }))
  return { lines: lines.filter(({ quantity }) => quantity > 0) }
}

/** Where the money of an order is; the three add up to what was paid. */
export interface Ledger {
  readonly paidFen: number
  readonly backFen: number
  readonly underWayFen: number
  readonly keptFen: number
}

/** What was paid beyond the order, twice or too late, goes back besides. */
export function ledgerOf(order: Pick<Order, 'amountFen' | 'history'>, refunds: readonly Refund[]): Ledger {
  const sum = (isIn: (refund: Refund) => boolean) =>
    refunds.filter(isIn).reduce((fen, refund) => fen + (refund.amountFen ?? 0), 0)
  const backFen = sum(({ state }) => state === 'SUCCESS')
  const underWayFen = sum(({ state }) => state !== 'SUCCESS')
  const dueFen = wasPaid(order) ? (order.amountFen ?? 0) : 0
  const paidFen = Math.max(dueFen + sum(({ cause }) => cause === 'SURPLUS'), backFen + underWayFen)
  return { paidFen, backFen, underWayFen, keptFen: paidFen - backFen - underWayFen }
}
