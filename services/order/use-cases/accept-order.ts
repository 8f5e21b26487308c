import type { Order } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { serve } from '../domain/serve.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** The shop takes the order */
export function acceptOrder(needs: MoveNeeds, orderId: string, by: Person): Promise<Order> {
  return moveOrder(needs, orderId, (found, { at }, windows) => serve(found, 'accept', { by, at }, windows))
}
