import type { Cart } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import { type Quote, quote } from '../domain/pricing.ts'
import { refusalOf } from '../domain/submission.ts'
import type { OrderNeeds } from '../ports.ts'

export interface QuotedCart {
  readonly cart: Cart
  readonly quote: Quote
  /** Empty when it can be submitted, else the reason it cannot. */
  readonly refusal: string
}

/** What the cart costs now, every charge named, and whether it could be ordered. */
export async function quoteCart(
  needs: Pick<OrderNeeds, 'carts' | 'catalog'>,
  shopId: string,
  by: Person,
): Promise<QuotedCart> {
  const cart = await needs.carts.find(customerOf(by), shopId)
  const items = cart.lines.map((line) => line.item)
  const { priced, shop } = await needs.catalog.price(shopId, items)
  const quoted = quote(cart.lines, priced, shop)
  return { cart, quote: quoted, refusal: refusalOf(quoted, shop)?.reason ?? '' }
}
