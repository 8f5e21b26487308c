import type { Order } from '../web/gen/operations.ts'

type State = Order['state']

/** What the buttons offer; the order service decides. */
export const mayCancel = (state: State) => state === 'PENDING' || state === 'PAID'
export const mayRemind = (state: State) => ['PAID', 'ACCEPTED', 'DELIVERING'].includes(state)

/** States as the API lists them, by what a customer asks for. */
export const statesOf = {
  all: undefined,
  live: 'PLACING,PENDING,CLOSING,PAID,ACCEPTED,DELIVERING',
  ended: 'COMPLETED,CANCELLED',
} as const
export type Filter = keyof typeof statesOf
