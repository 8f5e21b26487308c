import type { Order } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { serve } from '../domain/serve.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** The shop refuses a paid order: the money goes back and the stock is released. */
export function rejectOrder(needs: MoveNeeds, orderId: string, note: string, by: Person): Promise<Order> {
  return moveOrder(needs, orderId, (found, { at }, windows) =>
    serve(found, 'reject', { by, at, note }, windows),
  )
}
