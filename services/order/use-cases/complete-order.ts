import type { Order } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { serve } from '../domain/serve.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** The order has arrived. */
export function completeOrder(needs: MoveNeeds, orderId: string, by: Person): Promise<Order> {
  return moveOrder(needs, orderId, (found, { at }, windows) => serve(found, 'complete', { by, at }, windows))
}
