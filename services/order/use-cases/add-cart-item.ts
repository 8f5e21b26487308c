import { Fault } from '#kit/fault.ts'
import { type Cart, checkedItem, checkedQuantity } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import type { Item } from '../domain/pricing.ts'
import type { OrderNeeds } from '../ports.ts'

export interface Addition {
  readonly shopId: string
  readonly item: Item
  readonly quantity: number
  /** When it must be sold; undefined or 0: now. */
  readonly deliverAt?: number
}

/** Adds something that is sold then to the customer's cart. */
export async function addCartItem(
  needs: Pick<OrderNeeds, 'carts' | 'catalog'>,
  addition: Addition,
  by: Person,
): Promise<Cart> {
  const customerId = customerOf(by)
  const item = checkedItem(addition.item)
  const quantity = checkedQuantity(addition.quantity, 1)
  const { shopId, deliverAt = 0 } = addition
  const { priced } = await needs.catalog.price(shopId, [item], { deliverAt })
  const refusal = priced[0]?.refusal ?? 'DISH_MISSING'
  if (refusal !== '')
    throw new Fault('precondition', 'ITEM_NOT_SOLD', 'this is not sold then', { details: { refusal } })
  return needs.carts.add(customerId, shopId, [{ item, quantity }])
}
