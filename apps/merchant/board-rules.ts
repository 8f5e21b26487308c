import type { Order } from '../web/gen/operations.ts'
import { dayOf } from '../web/time.ts'

export type State = Order['state']

/** The columns of the board, from left to right. */
export const columns = [
  { name: 'PAID', states: ['PAID'] },
  { name: 'ACCEPTED', states: ['ACCEPTED'] },
  { name: 'DELIVERING', states: ['DELIVERING'] },
  { name: 'COMPLETED', states: ['COMPLETED'] },
  { name: 'CANCELLED', states: ['CANCELLED'] },
] as const satisfies readonly { name: State; states: readonly State[] }[]

export type Column = (typeof columns)[number]['name']

/** Those in which somebody has something to do, and those that are over. */
export const activeColumns = ['PAID', 'ACCEPTED', 'DELIVERING'] as const satisfies readonly Column[]
export const endedColumns = ['COMPLETED', 'CANCELLED'] as const satisfies readonly Column[]

/** Orders in their columns: who waits longest first; what is over, the newest first. */
export function placed(orders: readonly Order[]): Readonly<Record<Column, readonly Order[]>> {
  const of = (name: Column) => orders.filter(({ state }) => state === name)
  const oldest = (all: readonly Order[]) => all.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  const newest = (all: readonly Order[]) => all.toSorted((a, b) => (a.updatedAt > b.updatedAt ? -1 : 1))
  return {
    PAID: oldest(of('PAID')),
    ACCEPTED: oldest(of('ACCEPTED')),
    DELIVERING: oldest(of('DELIVERING')),
    COMPLETED: newest(of('COMPLETED')),
    CANCELLED: newest(of('CANCELLED')),
  }
}

/** So many of what is over are on the board. */
export const endedMax = 50

export type Move = 'accept' | 'reject' | 'dispatch' | 'complete' | 'cancel'

const moves: Partial<Record<State, readonly Move[]>> = {
  PAID: ['accept', 'reject', 'cancel'],
  ACCEPTED: ['dispatch', 'cancel'],
  DELIVERING: ['complete', 'cancel'],
}

/** What the buttons offer; the order service decides. Who does not serve customers gives no money back. */
export function movesFrom(state: State, isServing: boolean): readonly Move[] {
  return (moves[state] ?? []).filter((move) => isServing || !needsReason(move))
}

/** What must be said why. */
export const needsReason = (move: Move): move is 'reject' | 'cancel' => move === 'reject' || move === 'cancel'

/** How many of the newest that are over ended today; where all of them did there may be more. */
export function endedToday(ended: readonly Pick<Order, 'updatedAt'>[], now: number): string {
  const today = ended.filter(({ updatedAt }) => dayOf(Date.parse(updatedAt)) === dayOf(now)).length
  return today >= endedMax ? `${endedMax}+` : String(today)
}

export function minutesSince(instant: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000))
}

export const isActive = (state: State) => activeColumns.some((name) => name === state)

/** Whether it should be at the door by now. */
export function isLate({ state, estimatedAt }: Pick<Order, 'state' | 'estimatedAt'>, now: number): boolean {
  return isActive(state) && estimatedAt !== null && Date.parse(estimatedAt) < now
}

/** The end of a number is what people call an order by. */
export function callName(number: string): string {
  return number.slice(number.lastIndexOf('-') + 1)
}

/** What may be promised when an order is accepted; 0 leaves it to the shop's pace. */
export const promises = [0, 20, 30, 40, 50, 60, 90] as const
