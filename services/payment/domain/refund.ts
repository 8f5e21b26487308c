import { Fault } from '#kit/fault.ts'

/** ABNORMAL needs a person. */
export const refundStates = ['REQUESTED', 'PROCESSING', 'SUCCESS', 'ABNORMAL'] as const
export type RefundState = (typeof refundStates)[number]

/** Money that goes back; its id is the number by which the provider knows it. */
export interface Refund {
  readonly id: string
  readonly orderId: string
  readonly attemptId: string
  /** The order's number of this refund: 1, 2, 3 …; −1, −2 … where the provider knew of it first. */
  readonly n: number
  readonly amountFen: number
  readonly reason: string
  readonly state: RefundState
  readonly createdAt: number
  /** When the provider had given it back; 0 before. */
  readonly refundedAt: number
}

/** What the provider says of a refund. */
export interface RefundAnswer {
  readonly refundId: string
  readonly attemptId: string
  readonly amountFen: number
  readonly state: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL'
  /** 0 unless SUCCESS. */
  readonly refundedAt: number
}

/** A wish to give money back. */
export interface RefundWish {
  readonly orderId: string
  readonly attemptId: string
  readonly n: number
  readonly amountFen: number
  readonly reason: string
}

/** Every change there is; a person may bring an ABNORMAL refund to its end, or have it asked for anew. */
export const refundMoves: readonly { readonly from: RefundState; readonly to: RefundState }[] = [
  { from: 'REQUESTED', to: 'PROCESSING' },
  { from: 'REQUESTED', to: 'SUCCESS' },
  { from: 'REQUESTED', to: 'ABNORMAL' },
  { from: 'PROCESSING', to: 'SUCCESS' },
  { from: 'PROCESSING', to: 'ABNORMAL' },
  { from: 'ABNORMAL', to: 'SUCCESS' },
  { from: 'ABNORMAL', to: 'REQUESTED' },
]

export function canBecome(from: RefundState, to: RefundState): boolean {
  return refundMoves.some((move) => move.from === from && move.to === to)
}

export function isUnderWay(state: RefundState): boolean {
  return state === 'REQUESTED' || state === 'PROCESSING'
}

export function refundIdOf(attemptId: string, n: number): string {
  return `${attemptId}-R${n}`
}

/** The order's number in a refund id of ours, or null where the id is not ours. */
export function refundNumberIn(refundId: string, attemptId: string): number | null {
  const digits = refundId.startsWith(`${attemptId}-R`) ? refundId.slice(attemptId.length + 2) : ''
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null
}

export function newRefund(wish: RefundWish, at: number): Refund {
  if (wish.n < 1) throw invalid('refunds are numbered from 1')
  if (wish.amountFen < 1) throw invalid('an amount is at least 1 fen')
  const id = refundIdOf(wish.attemptId, wish.n)
  return { ...wish, id, reason: wish.reason.slice(0, 80), state: 'REQUESTED', createdAt: at, refundedAt: 0 }
}

/** The known refund, if it is the one that is meant. */
export function sameRefund(known: Refund, meant: RefundWish): Refund {
  const isSame = known.orderId === meant.orderId && known.amountFen === meant.amountFen
  if (!isSame) throw new Fault('conflict', 'REFUND_DIFFERS', 'the refund was requested with other content')
  return known
}

/** Whether an answer speaks of this refund and of its amount. */
export function fits(refund: Refund, answer: RefundAnswer): boolean {
  return (
    refund.id === answer.refundId &&
    refund.attemptId === answer.attemptId &&
    refund.amountFen === answer.amountFen
  )
}

const invalid = (message: string) => new Fault('invalid', 'PAYMENT_INVALID', message)
