import type { Cart } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

/** Every cart of the customer that holds anything. */
export async function listCarts(needs: Pick<OrderNeeds, 'carts'>, by: Person): Promise<readonly Cart[]> {
  return needs.carts.list(customerOf(by))
}
