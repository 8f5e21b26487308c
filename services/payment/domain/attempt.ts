/** The states of an attempt to pay. LATE: paid at the provider after it had confirmed that it was closed. */
export const attemptStates = ['INIT', 'PREPAID', 'CLOSING', 'CLOSED', 'PAID', 'LATE'] as const
export type AttemptState = (typeof attemptStates)[number]

/**
 * NONE: an attempt that was closed before anybody opened it. IMPORTED: paid in the installation before this
 * one, under a number that is not ours, so the provider is never asked about it.
 */
export type Channel = 'WECHAT_JSAPI' | 'WECHAT_H5' | 'NONE' | 'IMPORTED'

/** One try to pay an order. Its id is the number by which the provider knows it. */
export interface Attempt {
  readonly id: string
  readonly orderId: string
  /** 1, 2, 3 … within the order. */
  readonly n: number
  readonly channel: Channel
  readonly amountFen: number
  readonly state: AttemptState
  readonly openid: string
  readonly clientIp: string
  readonly description: string
  /** The provider refuses payments from then on. */
  readonly expiresAt: number
  /** What the provider calls the prepared payment; empty before PREPAID. */
  readonly prepayRef: string
  /** The provider's number of the payment; empty unless PAID or LATE. */
  readonly transaction: string
  /** 0 unless PAID or LATE. */
  readonly paidAt: number
  readonly createdAt: number
}

/** What can be heard about an attempt, from anybody, in any order and any number of times. */
export const signals = ['prepaid', 'close asked', 'closed', 'paid'] as const
export type Signal = (typeof signals)[number]

interface Move {
  readonly from: AttemptState
  readonly signal: Signal
  readonly to: AttemptState
}

/** Every change there is. Any other signal tells nothing new. */
export const moves: readonly Move[] = [
  { from: 'INIT', signal: 'prepaid', to: 'PREPAID' },
  { from: 'INIT', signal: 'close asked', to: 'CLOSING' },
  { from: 'INIT', signal: 'closed', to: 'CLOSED' },
  { from: 'INIT', signal: 'paid', to: 'PAID' },
  { from: 'PREPAID', signal: 'close asked', to: 'CLOSING' },
  { from: 'PREPAID', signal: 'closed', to: 'CLOSED' },
  { from: 'PREPAID', signal: 'paid', to: 'PAID' },
  { from: 'CLOSING', signal: 'closed', to: 'CLOSED' },
  { from: 'CLOSING', signal: 'paid', to: 'PAID' },
  { from: 'CLOSED', signal: 'paid', to: 'LATE' },
]

/** Where a signal leads, or null where it tells nothing new. */
export function next(from: AttemptState, signal: Signal): AttemptState | null {
  return moves.find((move) => move.from === from && move.signal === signal)?.to ?? null
}

/** From which states a signal leads to `to`. */
export function sources(signal: Signal, to: AttemptState): readonly AttemptState[] {
  return moves.filter((move) => move.signal === signal && move.to === to).map((move) => move.from)
}

/** Whether the provider may still take money, as far as we know. */
export function isOpen(state: AttemptState): boolean {
  return state === 'INIT' || state === 'PREPAID' || state === 'CLOSING'
}

export function isPaid(state: AttemptState): boolean {
  return state === 'PAID' || state === 'LATE'
}

/** At most one attempt of an order holds its place; a LATE one must never keep another from being settled. */
export function holdsPlace(state: AttemptState): boolean {
  return isOpen(state) || state === 'PAID'
}
