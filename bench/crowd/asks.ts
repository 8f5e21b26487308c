import { randomUUID } from 'node:crypto'
import { type Answer, type Connection, requestBytes } from '../connection.ts'
import type { Tally } from './tally.ts'

/** A request, what it is counted as, and the status its sender expects. */
export interface Ask {
  readonly kind: string
  readonly expects: number
  readonly request: Buffer
}

export interface Customer {
  readonly token: string
  readonly addressId: string
}

/** So much of a dish that nobody counts is enough to order, and costs so much with its charges. */
export interface Portion {
  readonly dishId: string
  readonly quantity: number
  readonly amountFen: number
}

const shop = '/v1/shops/1'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const keyed = (token: string) => ({ ...bearer(token), 'idempotency-key': randomUUID() })

const get = (kind: string, path: string, token?: string): Ask => {
  return { kind, expects: 200, request: requestBytes('GET', path, token === undefined ? {} : bearer(token)) }
}

export const menu = (): Ask => get('menu', `${shop}/menu`)
export const categories = (staff: string): Ask => get('categories', `${shop}/categories`, staff)
export const history = (customer: string): Ask => get('history', '/v1/orders?limit=10', customer)
export const quote = (customer: string): Ask => get('quote', '/v1/cart/quote', customer)
export const look = (customer: string, id: string): Ask => get('look', `/v1/orders/${id}`, customer)

/** What staff search among the shop's orders. */
export function search(staff: string, states: string, limit: number): Ask {
  return get('search', `${shop}/orders?states=${states}&limit=${limit}`, staff)
}

export function addToCart(customer: string, { dishId, quantity }: Portion): Ask {
  const body = JSON.stringify({ item: { kind: 'DISH', id: dishId, options: [] }, quantity })
  return {
    kind: 'cart',
    expects: 200,
    request: requestBytes('POST', '/v1/cart/items', bearer(customer), body),
  }
}

export function submit({ token, addressId }: Customer, amountFen: number): Ask {
  const body = JSON.stringify({ addressId, expectedAmountFen: amountFen, remark: '', cutlery: 1 })
  return { kind: 'submit', expects: 201, request: requestBytes('POST', '/v1/orders', keyed(token), body) }
}

export function pay(customer: string, id: string): Ask {
  const body = JSON.stringify({ channel: 'WECHAT_H5' })
  const request = requestBytes('POST', `/v1/orders/${id}/payments`, keyed(customer), body)
  return { kind: 'pay', expects: 200, request }
}

/** At the provider, not at the platform. */
export function payAtCashier(path: string): Ask {
  return { kind: 'cashier', expects: 200, request: requestBytes('POST', `${path}/pay`, {}, '{}') }
}

export function move(staff: string, id: string, verb: 'accept' | 'dispatch' | 'complete'): Ask {
  return { kind: verb, expects: 200, request: requestBytes('POST', `/v1/orders/${id}/${verb}`, keyed(staff)) }
}

/** Asks and counts; null where the answer is not as expected. `sinceMs` is when it should have been sent. */
export async function ask(
  tally: Tally,
  connection: Connection,
  { kind, expects, request }: Ask,
  sinceMs = performance.now(),
): Promise<Answer | null> {
  try {
    const answer = await connection.ask(request)
    if (answer.status === expects) {
      tally.answered(kind, performance.now() - sinceMs)
      return answer
    }
    tally.failed(kind, `${answer.status} ${codeOf(answer)}`)
  } catch (error) {
    tally.failed(kind, error instanceof Error ? error.message : String(error))
  }
  return null
}

/** What a problem is called; its words where it is none of ours. */
function codeOf({ body }: Answer): string {
  const text = body.toString()
  return /"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80).replaceAll(/\s+/g, ' ')
}

// biome-ignore lint/suspicious/noExplicitAny: stories read whatever the API answers
export const json = ({ body }: Answer): any => JSON.parse(body.toString())
