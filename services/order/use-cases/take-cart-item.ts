import { type Cart, checkedItem, checkedQuantity } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { NewLine, OrderNeeds } from '../ports.ts'

export interface Taking extends NewLine {
  readonly shopId: string
}

/** Takes an item with these options out of the customer's cart, whether it is still sold or not. */
export async function takeCartItem(
  needs: Pick<OrderNeeds, 'carts'>,
  { shopId, ...taking }: Taking,
  by: Person,
): Promise<Cart> {
  const line = { item: checkedItem(taking.item), quantity: checkedQuantity(taking.quantity, 1) }
  return needs.carts.take(customerOf(by), shopId, line)
}
