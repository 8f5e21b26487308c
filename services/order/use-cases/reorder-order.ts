import { type Cart, lackingIn } from '../domain/cart.ts'
import { ownedBy } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

type Needs = Pick<OrderNeeds, 'store' | 'carts' | 'catalog'>

/**
 * Sees to it that the cart holds an order's items again: pressing twice adds nothing. What is no longer sold
 * is named instead.
 */
export async function reorderOrder(
  needs: Needs,
  orderId: string,
  by: Person,
): Promise<{ cart: Cart; leftOut: readonly string[] }> {
  const order = ownedBy(await needs.store.find(orderId), by)
  const items = order.lines.map((line) => line.item)
  const { priced } = await needs.catalog.price(order.shopId, items)
  const isSold = (position: number) => priced[position]?.refusal === ''
  const wanted = order.lines.filter((_, position) => isSold(position))
  const leftOut = order.lines.filter((_, position) => !isSold(position)).map((line) => line.name)
  const cart = await needs.carts.find(order.customerId, order.shopId)
  const lacking = lackingIn(cart, wanted)
  if (lacking.length === 0) return { cart, leftOut }
  return { cart: await needs.carts.add(order.customerId, order.shopId, lacking), leftOut }
}
