import { type Order, visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

export async function getOrder(
  needs: Pick<OrderNeeds, 'store'>,
  orderId: string,
  by: Person,
): Promise<Order> {
  return visibleTo(await needs.store.find(orderId), by)
}
