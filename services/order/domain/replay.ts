import { eventOf, type OrderEvent } from './move.ts'
import type { Order } from './order.ts'

/** An event as it was announced, and the order as it then stood in what is told of it. */
export interface Replayed {
  readonly event: OrderEvent
  readonly order: Order
}

/** Every event of an order's life, by its history. */
export function replayed(order: Order): readonly Replayed[] {
  return order.history.flatMap(({ to, version, at }) => {
    const event = eventOf[to]
    return event ? [{ event, order: { ...order, state: to, version, updatedAt: at } }] : []
  })
}
