import type { Order } from '../web/gen/operations.ts'
import { isActive } from './board-rules.ts'

/** Why the bell rings for an order. */
export type Call = 'NEW' | 'REMINDED'

/** What somebody at the shop has taken note of, by order. */
export interface Heard {
  readonly seen: ReadonlySet<string>
  /** Their customers asked again, and nobody has taken note of that. */
  readonly reminded: ReadonlySet<string>
}

type Called = Pick<Order, 'id' | 'state'>

/**
 * The orders that the bell rings for: those that wait to be accepted until somebody has seen them, and those
 * whose customers asked again. Whatever an order becomes elsewhere ends its ringing here.
 */
export function callsOf(orders: readonly Called[], { seen, reminded }: Heard): ReadonlyMap<string, Call> {
  const calls = new Map<string, Call>()
  for (const { id, state } of orders)
    if (reminded.has(id) && isActive(state)) calls.set(id, 'REMINDED')
    else if (state === 'PAID' && !seen.has(id)) calls.set(id, 'NEW')
  return calls
}

/** What is worth keeping of what was seen: orders that are over ring no more anyway. */
export function keptOf(seen: ReadonlySet<string>, orders: readonly Called[]): readonly string[] {
  return orders.filter(({ id, state }) => state === 'PAID' && seen.has(id)).map(({ id }) => id)
}
