import { Fault } from '#kit/fault.ts'
import type { Money } from './order.ts'
import type { State } from './transitions.ts'

export interface PageWish {
  readonly states: readonly State[]
  /** The id of the last order seen; empty: from the newest. */
  readonly cursor: string
  readonly limit: number
}

/** A part of a customer's own orders. */
export interface HistoryWish extends PageWish {
  readonly money: Money | ''
  /** 1, 2, 3 …; 0: by cursor. */
  readonly page: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Empty at the end. */
  readonly next: string
}

/** As many as are told behind a cursor, and on a page that is asked for by its number. */
const cursorMax = 100
const pageMax = 1000
/** Pages end here, and nobody counts on: whoever seeks further says more of what is sought. */
export const foundMax = 10_000
const cursorForm = /^([0-9a-f-]{36})?$/

export function checkedPage(
  wish: PageWish,
  limitMax = cursorMax,
): { states: readonly State[]; before: string; limit: number } {
  const sound = Number.isInteger(wish.limit) && wish.limit >= 1 && wish.limit <= limitMax
  if (!sound) throw new Fault('invalid', 'PARAMETER_INVALID', `a page has 1 to ${limitMax} orders`)
  return { states: wish.states, before: checkedCursor(wish.cursor), limit: wish.limit }
}

export function checkedHistory({ money, page, ...wish }: HistoryWish) {
  if (!isPage(page, wish.limit) || (page > 0 && wish.cursor !== ''))
    throw new Fault('invalid', 'PARAMETER_INVALID', `pages end at ${foundMax} and have no cursor`)
  return { ...checkedPage(wish, limitOf(page)), money, offset: page > 0 ? (page - 1) * wish.limit : 0 }
}

/** Whether it is a page, or none because a cursor is used; the last one may go beyond the end. */
export function isPage(page: number, limit: number): boolean {
  return Number.isInteger(page) && page >= 0 && (page - 1) * limit < foundMax
}

/** As many as are told at once. */
export function limitOf(page: number): number {
  return page > 0 ? pageMax : cursorMax
}

export function checkedCursor(cursor: string): string {
  if (cursorForm.test(cursor)) return cursor
  throw new Fault('invalid', 'PARAMETER_INVALID', 'a cursor is what the page before answered')
}
