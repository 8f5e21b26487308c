import type { Order } from '../domain/order.ts'
import { checkedPage, type Page, type PageWish } from '../domain/page.ts'
import { type Person, staffOf } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

/** The shop's orders, newest first, for those who work there. */
export async function listShopOrders(
  needs: Pick<OrderNeeds, 'store'>,
  shopId: string,
  wish: PageWish,
  by: Person,
): Promise<Page<Order>> {
  const page = checkedPage(wish)
  const orders = await needs.store.list({ ...page, money: '', offset: 0, shopId: staffOf(by, shopId) })
  return { items: orders, next: orders.length === page.limit ? (orders.at(-1)?.id ?? '') : '' }
}
