import type { Cart } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { OrderNeeds } from '../ports.ts'

export async function getCart(needs: Pick<OrderNeeds, 'carts'>, shopId: string, by: Person): Promise<Cart> {
  return needs.carts.find(customerOf(by), shopId)
}
