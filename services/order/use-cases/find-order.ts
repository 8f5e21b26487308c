import { type Order, visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

export async function findOrder(
  needs: Pick<OrderNeeds, 'store'>,
  { numberId, number }: Pick<Order, 'numberId' | 'number'>,
  by: Person,
): Promise<Order> {
  return visibleTo(await needs.store.findNumbered(numberId, number), by)
}
