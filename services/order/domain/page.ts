import { Fault } from '#kit/fault.ts'
import type { State } from './transitions.ts'

export interface PageWish {
  readonly states: readonly State[]
  /** The id of the last order seen; empty: from the newest. */
  readonly cursor: string
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Empty at the end. */
  readonly next: string
}

const limitMax = 100
const cursorForm = /^([0-9a-f-]{36})?$/

export function checkedPage(wish: PageWish): { states: readonly State[]; before: string; limit: number } {
  const sound = Number.isInteger(wish.limit) && wish.limit >= 1 && wish.limit <= limitMax
  if (!sound) throw new Fault('invalid', 'PARAMETER_INVALID', `a page has 1 to ${limitMax} orders`)
  return { states: wish.states, before: checkedCursor(wish.cursor), limit: wish.limit }
}

export function checkedCursor(cursor: string): string {
  if (cursorForm.test(cursor)) return cursor
  throw new Fault('invalid', 'PARAMETER_INVALID', 'a cursor is what the page before answered')
}
