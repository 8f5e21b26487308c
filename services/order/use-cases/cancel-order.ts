import { cancel } from '../domain/cancel.ts'
import { type Order, visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** Cancels for the customer before acceptance, for the shop until completion. */
export function cancelOrder(needs: MoveNeeds, orderId: string, note: string, by: Person): Promise<Order> {
  return moveOrder(needs, orderId, (found, occasion, windows) => {
    return cancel(visibleTo(found, by), { ...occasion, by, note }, windows)
  })
}
