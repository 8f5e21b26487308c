import type { Order } from '../domain/order.ts'
import { checkedHistory, type HistoryWish, type Page } from '../domain/page.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

export interface OwnOrders extends Page<Order> {
  /** Counted up to a bound; 0 where no page was asked for. */
  readonly total: number
}

/** The customer's own orders, newest first. */
export async function listOrders(
  { store }: Pick<OrderNeeds, 'store'>,
  wish: HistoryWish,
  by: Person,
): Promise<OwnOrders> {
  const query = { ...checkedHistory(wish), customerId: customerOf(by) }
  if (wish.page > 0) {
    const [items, total] = await Promise.all([store.list(query), store.count(query)])
    return { items, next: '', total }
  }
  const items = await store.list(query)
  return { items, next: items.length === query.limit ? (items.at(-1)?.id ?? '') : '', total: 0 }
}
