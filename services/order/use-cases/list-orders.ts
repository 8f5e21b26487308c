import type { Order } from '../domain/order.ts'
import { checkedPage, type Page, type PageWish } from '../domain/page.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

/** The customer's own orders, newest first. */
export async function listOrders(
  needs: Pick<OrderNeeds, 'store'>,
  wish: PageWish,
  by: Person,
): Promise<Page<Order>> {
  const page = checkedPage(wish)
  const orders = await needs.store.list({ ...page, customerId: customerOf(by) })
  return { items: orders, next: orders.length === page.limit ? (orders.at(-1)?.id ?? '') : '' }
}
