import type { Cart } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import { type Quote, quote, type Terms } from '../domain/pricing.ts'
import { refusalOf } from '../domain/submission.ts'
import type { OrderNeeds } from '../ports.ts'

export interface QuoteWish {
  readonly shopId: string
  /** Empty: none is chosen yet. */
  readonly addressId: string
  /** 0: as soon as possible */
  readonly deliverAt: number
}

export interface QuotedCart {
  readonly cart: Cart
  readonly quote: Quote
  readonly terms: Terms
  /** Empty when it can be submitted, else the reason it cannot. */
  readonly refusal: string
  /** What the customer chose last time; undefined before the first order. */
  readonly cutlery: number | undefined
}

/** What the cart costs there and then, every charge named, and whether it could be ordered. */
export async function quoteCart(
  needs: Pick<OrderNeeds, 'carts' | 'catalog' | 'customers' | 'store'>,
  { shopId, addressId, deliverAt }: QuoteWish,
  by: Person,
): Promise<QuotedCart> {
  const [cart, address, cutlery] = await Promise.all([
    needs.carts.find(customerOf(by), shopId),
    addressId === '' ? undefined : needs.customers.addressOf(addressId),
    needs.store.findCutlery(customerOf(by)),
  ])
  const items = cart.lines.map((line) => line.item)
  const offer = await needs.catalog.price(shopId, items, { location: address?.location, deliverAt })
  const quoted = quote(cart.lines, offer)
  const { terms } = offer
  return { cart, quote: quoted, terms, cutlery, refusal: refusalOf(quoted, terms)?.reason ?? '' }
}
