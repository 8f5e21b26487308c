import { Fault } from '#kit/fault.ts'
import type { SoldItem } from './catalog.ts'

/** One page of a search: behind a cursor, or by its number. */
export interface PageWish {
  /** 0: as many as usual */
  readonly limit: number
  /** Empty: the first page. */
  readonly cursor: string
  /** Counted from 1; 0: go by the cursor. */
  readonly number: number
}

export interface Found<T> {
  readonly items: readonly T[]
  /** Of all pages. */
  readonly total: number
  /** Empty at the end. */
  readonly nextCursor: string
}

/** Where a thing stands in its list: smaller comes first, and no two stand alike. */
export type Place = readonly [number, number]

const limitMax = 100
const limitUsual = 20
const cursorForm = /^(\d{1,4})_(-?\d{1,15})$/

const newestFirst = ({ id }: { readonly id: string }): Place => [0, -Number(id)]
export const inMenuOrder = ({ sort, id }: { readonly sort: number; readonly id: string }): Place => [
  sort,
  Number(id),
]

export function isNamed(part: string): (thing: { readonly name: string }) => boolean {
  const wanted = part.trim().toLowerCase()
  return ({ name }) => name.toLowerCase().includes(wanted)
}

export interface ItemSearch {
  /** Part of the name; empty: any. */
  readonly name: string
  /** Empty: all. */
  readonly categoryId: string
  /** Undefined: both. */
  readonly onSale: boolean | undefined
  readonly page: PageWish
}

/** Dishes or set meals, newest first. */
export function searchItems<T extends SoldItem>(items: readonly T[], search: ItemSearch): Found<T> {
  const { name, categoryId, onSale, page } = search
  const found = items
    .filter(isNamed(name))
    .filter((item) => categoryId === '' || item.categoryId === categoryId)
    .filter((item) => onSale === undefined || item.onSale === onSale)
  return pageOf(found, newestFirst, page)
}

/** A page of the things, in the order of their places. */
export function pageOf<T>(things: readonly T[], placeOf: (thing: T) => Place, wish: PageWish): Found<T> {
  const limit = checkedLimit(wish)
  const ordered = things.toSorted((a, b) => compare(placeOf(a), placeOf(b)))
  const from = wish.number > 0 ? (wish.number - 1) * limit : behind(ordered.map(placeOf), wish.cursor)
  const items = ordered.slice(from, from + limit)
  const last = items.at(-1)
  const isEnd = last === undefined || from + limit >= ordered.length
  return { items, total: ordered.length, nextCursor: isEnd ? '' : placeOf(last).join('_') }
}

function checkedLimit({ limit, number, cursor }: PageWish): number {
  if (limit < 0 || limit > limitMax) throw invalid(`a page has 1 to ${limitMax} entries`)
  if (number < 0) throw invalid('pages are counted from 1')
  if (number > 0 && cursor !== '') throw invalid('a page is asked for by its number or by a cursor')
  return limit || limitUsual
}

/** How many places are not behind the cursor. */
function behind(places: readonly Place[], cursor: string): number {
  if (cursor === '') return 0
  const [, first, second] = cursorForm.exec(cursor) ?? []
  if (first === undefined) throw invalid('a cursor is what the page before answered')
  const seen: Place = [Number(first), Number(second)]
  const next = places.findIndex((place) => compare(place, seen) > 0)
  return next === -1 ? places.length : next
}

const compare = (a: Place, b: Place) => a[0] - b[0] || a[1] - b[1]
const invalid = (message: string) => new Fault('invalid', 'PARAMETER_INVALID', message)
