import type { Order } from '../web/gen/operations.ts'

type State = Order['state']

/** What the buttons offer; the order service decides. */
export const mayCancel = (state: State) => state === 'PENDING' || state === 'PAID'
export const mayRemind = (state: State) => ['PAID', 'ACCEPTED', 'DELIVERING'].includes(state)
export const mayClaim = (state: State) => state === 'DELIVERING' || state === 'COMPLETED'
export const isOver = (state: State) => state === 'COMPLETED' || state === 'CANCELLED'
/** Once the kitchen has begun, only the shop can stop it. */
export const mustCall = (state: State) => state === 'ACCEPTED' || state === 'DELIVERING'

/** Whether its money came in time. */
export const wasPaid = ({ history }: Pick<Order, 'history'>) => history.some(({ to }) => to === 'PAID')

/** The way of an order that goes well, as somebody who waits sees it. */
export const way = ['PAID', 'ACCEPTED', 'DELIVERING', 'COMPLETED'] as const
/** How far along the way; -1 before it is paid, and where it has left it. */
export const stepOf = (state: State) => way.indexOf(state as (typeof way)[number])

/** States as the API lists them, by what a customer asks for. */
export const statesOf = {
  all: undefined,
  unpaid: 'PLACING,PENDING,CLOSING',
  live: 'PAID,ACCEPTED,DELIVERING',
  ended: 'COMPLETED,CANCELLED',
} as const
export type Filter = keyof typeof statesOf
