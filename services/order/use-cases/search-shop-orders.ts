import type { Order } from '../domain/order.ts'
import { type Person, staffOf } from '../domain/person.ts'
import { canBeFound, checkedSearch, type SearchWish } from '../domain/search.ts'
import type { DeskNeeds } from '../ports.ts'

export interface Found {
  readonly orders: readonly Order[]
  /** Empty at the end, and where a page was asked for. */
  readonly next: string
  /** Counted up to a bound; 0 where no page was asked for. */
  readonly total: number
}

/** The shop's orders by what its staff know of them, newest first. */
export async function searchShopOrders(
  { desk, clock }: Pick<DeskNeeds, 'desk' | 'clock'>,
  shopId: string,
  wish: SearchWish,
  by: Person,
): Promise<Found> {
  const query = checkedSearch(staffOf(by, shopId), wish, clock.now())
  if (!canBeFound(query)) return { orders: [], next: '', total: 0 }
  if (wish.page > 0) {
    const [orders, total] = await Promise.all([desk.search(query), desk.countFound(query)])
    return { orders, next: '', total }
  }
  const orders = await desk.search(query)
  return { orders, next: orders.length === query.limit ? (orders.at(-1)?.id ?? '') : '', total: 0 }
}
