import { type Cart, checkedQuantity } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

/** Sets how many of a line the customer wants; 0 removes it. */
export async function setCartLine(
  needs: Pick<OrderNeeds, 'carts'>,
  lineId: string,
  quantity: number,
  by: Person,
): Promise<Cart> {
  return needs.carts.setLine(customerOf(by), lineId, checkedQuantity(quantity, 0))
}
