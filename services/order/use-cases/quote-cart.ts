import { Fault } from '#kit/fault.ts'
import { advised, dishesOf, isShort } from '../domain/advice.ts'
import { type Cart, goneFrom } from '../domain/cart.ts'
import { customerOf, type Person } from '../domain/person.ts'
import { type Quote, quote, type Terms } from '../domain/pricing.ts'
import { refusalOf } from '../domain/submission.ts'
import type { OrderNeeds } from '../ports.ts'

type Needs = Pick<OrderNeeds, 'carts' | 'catalog' | 'customers' | 'inventory' | 'store' | 'clock'>

const adviceWaitMs = 300

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

/**
 * What the cart costs there and then, every charge named, whether it could be ordered, and what is short.
 * A line goes with the dish or set meal that was deleted: nothing is left to show, and it never comes back.
 */
export async function quoteCart(needs: Needs, wish: QuoteWish, by: Person): Promise<QuotedCart> {
  const { shopId, addressId, deliverAt } = wish
  const [cart, address, cutlery] = await Promise.all([
    needs.carts.find(customerOf(by), shopId),
    addressId === '' ? undefined : needs.customers.addressOf(addressId),
    needs.store.findCutlery(customerOf(by)),
  ])
  const items = cart.lines.map((line) => line.item)
  const offer = await needs.catalog.price(shopId, items, { location: address?.location, deliverAt })
  const gone = goneFrom(cart, offer)
  if (gone.length > 0) {
    await needs.carts.drop(customerOf(by), shopId, gone)
    return quoteCart(needs, wish, by)
  }
  const quoted = await withAdvice(needs, shopId, quote(cart.lines, offer))
  const refusal = refusalOf(quoted, offer.terms)?.reason ?? (isShort(quoted) ? 'OUT_OF_STOCK' : '')
  return { cart, quote: quoted, terms: offer.terms, cutlery, refusal }
}

/** Stock is advice here: a quote without it is better than none, and soon better than late. */
async function withAdvice(needs: Needs, shopId: string, quoted: Quote): Promise<Quote> {
  const dishIds = dishesOf(quoted.lines)
  if (dishIds.length === 0) return quoted
  const patience = new AbortController()
  const waited = needs.clock.sleep(adviceWaitMs, patience.signal).catch(() => undefined)
  const asked = needs.inventory.available(shopId, dishIds, needs.clock.now()).catch(isUnanswered)
  const availability = await Promise.race([asked, waited])
  patience.abort()
  return availability ? advised(quoted, availability) : quoted
}

/** A dependency's refusal leaves the quote without advice; anything else is a bug and must be heard. */
function isUnanswered(thrown: unknown): undefined {
  if (!(thrown instanceof Fault)) throw thrown
}
