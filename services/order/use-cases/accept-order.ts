import type { Order } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { checkedMinutes, serve } from '../domain/serve.ts'
import { type MoveNeeds, moveOrder } from './move-order.ts'

/** The shop takes the order, and may say in how many minutes it is at the door; 0: as long as usual. */
export async function acceptOrder(
  needs: MoveNeeds,
  orderId: string,
  by: Person,
  estimate = 0,
): Promise<Order> {
  const minutes = checkedMinutes(estimate)
  return moveOrder(needs, orderId, (found, { at }, windows) =>
    serve(found, 'accept', { by, at, minutes }, windows),
  )
}
