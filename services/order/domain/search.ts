import { Fault } from '#kit/fault.ts'
import { checkedCursor, foundMax, isPage, limitOf } from './page.ts'
import type { State } from './transitions.ts'

/** What staff know of the orders they look for; what is empty or 0 is not known. */
export interface SearchWish {
  readonly states: readonly State[]
  /** Parts of the order number, of the phone number. */
  readonly number: string
  readonly phone: string
  /** Who ordered. */
  readonly customerId: string
  /** Created from here, up to but not at there. */
  readonly beginAt: number
  readonly endAt: number
  /** The last order seen, where `page` is 0. */
  readonly cursor: string
  /** 1, 2, 3 …; 0: by cursor. */
  readonly page: number
  readonly limit: number
}

export interface SearchQuery extends Omit<SearchWish, 'cursor' | 'page'> {
  readonly shopId: string
  readonly before: string
  readonly offset: number
}

/** Text is looked for by looking at each order in turn, so there is a limit to how far back. */
const lookBackMs = 366 * 24 * 3_600_000

export function checkedSearch(shopId: string, wish: SearchWish, now: number): SearchQuery {
  const { states, number, phone, customerId, beginAt, endAt, cursor, page, limit } = wish
  const limitMax = limitOf(page)
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax || !isPage(page, limit))
    throw invalid(`a page has 1 to ${limitMax} orders, and pages end at ${foundMax}`)
  if (page > 0 && cursor !== '') throw invalid('orders are asked for by page or by cursor')
  if (number.length > 32 || phone.length > 20 || customerId.length > 20)
    throw invalid('a part of a number is shorter')
  if (beginAt < 0 || endAt < 0 || (endAt > 0 && beginAt >= endAt))
    throw invalid('a range begins before it ends')
  const isText = number !== '' || phone !== ''
  const from = beginAt === 0 && isText ? Math.max(1, (endAt || now) - lookBackMs) : beginAt
  const before = checkedCursor(cursor)
  const sought = { number: number.toUpperCase(), phone, customerId, states, beginAt: from, endAt }
  return { shopId, ...sought, before, offset: page > 0 ? (page - 1) * limit : 0, limit }
}

const numberForm = /^[0-9A-Z-]*$/
const phoneForm = /^[0-9+ -]*$/

/** Whether any order can be found: nothing else ever stands in a number. */
export function canBeFound({ number, phone }: SearchQuery): boolean {
  return numberForm.test(number) && phoneForm.test(phone)
}

const invalid = (message: string) => new Fault('invalid', 'SEARCH_INVALID', message)
