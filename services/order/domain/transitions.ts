/** The states of an order, in rank order: a move never goes down, and the last two are final. */
export const states = [
  'PLACING',
  'PENDING',
  'CLOSING',
  'PAID',
  'ACCEPTED',
  'DELIVERING',
  'COMPLETED',
  'CANCELLED',
] as const

export type State = (typeof states)[number]

export type Trigger =
  | 'stock held'
  | 'stock short'
  | 'pay'
  | 'pay late'
  | 'pay window over'
  | 'cancel by customer'
  | 'cancel by shop'
  | 'provider closed'
  | 'accept'
  | 'reject'
  | 'dispatch'
  | 'complete'

export interface Transition {
  readonly from: State
  readonly trigger: Trigger
  readonly to: State
}

/**
 * Every legal move. What is not here is refused; reliability rests on this table being small and complete.
 */
export const transitions: readonly Transition[] = [
  { from: 'PLACING', trigger: 'stock held', to: 'PENDING' },
  { from: 'PLACING', trigger: 'stock short', to: 'CANCELLED' },
  { from: 'PENDING', trigger: 'pay', to: 'PAID' },
  { from: 'PENDING', trigger: 'pay late', to: 'PAID' },
  { from: 'PENDING', trigger: 'pay window over', to: 'CLOSING' },
  { from: 'PENDING', trigger: 'cancel by customer', to: 'CLOSING' },
  { from: 'CLOSING', trigger: 'provider closed', to: 'CANCELLED' },
  // Only where the pay window closed it: money that came in time wins over the timer.
  { from: 'CLOSING', trigger: 'pay', to: 'PAID' },
  // Only where the customer cancelled: the money goes back.
  { from: 'CLOSING', trigger: 'cancel by customer', to: 'CANCELLED' },
  { from: 'PAID', trigger: 'accept', to: 'ACCEPTED' },
  { from: 'PAID', trigger: 'reject', to: 'CANCELLED' },
  { from: 'PAID', trigger: 'cancel by customer', to: 'CANCELLED' },
  { from: 'PAID', trigger: 'cancel by shop', to: 'CANCELLED' },
  { from: 'ACCEPTED', trigger: 'dispatch', to: 'DELIVERING' },
  { from: 'ACCEPTED', trigger: 'cancel by shop', to: 'CANCELLED' },
  { from: 'DELIVERING', trigger: 'complete', to: 'COMPLETED' },
  { from: 'DELIVERING', trigger: 'cancel by shop', to: 'CANCELLED' },
]

/** Where a trigger leads from a state, or null where it is not legal. */
export function target(from: State, trigger: Trigger): State | null {
  return transitions.find((row) => row.from === from && row.trigger === trigger)?.to ?? null
}
