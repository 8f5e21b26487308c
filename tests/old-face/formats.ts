import type { Kept } from './kept.ts'
import type { Raw } from './raw-json.ts'
import { all, exactly, listOf, numberLike, object, type Shape, textLike } from './shape.ts'

/** The old clients compare ids with `===`, so they are numbers, and small enough to be exact. */
export const id = numberLike(/^[1-9]\d{0,14}$/, 'an id as a number')
export const count = numberLike(/^\d{1,15}$/, 'a whole number')
/** `"0"` is true in JavaScript: statuses are numbers. */
export const flag = numberLike(/^[01]$/, 'the number 0 or 1')
/** `.toFixed` is called on it. */
export const money = numberLike(/^\d+\.\d\d$/, 'a number with two decimals')
/** Of reports, which the original computes as doubles. */
export const figure = numberLike(/^\d+(\.\d+)?$/, 'a number')
/** 0 to 1, never percent. */
export const fraction = numberLike(/^(0(\.\d+)?|1(\.0+)?)$/, 'a fraction of 1')
export const text = textLike(/^/, 'a text')
export const filledText = textLike(/./, 'a text with something in it')
export const minute = textLike(/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'yyyy-MM-dd HH:mm')
export const sex = textLike(/^[01]?$/, "'1' or '0'")
/** Reachable through the proxy of the old console, which hands on `/api/` and `/user/` only. */
export const picture = textLike(/^(https?:\/\/|\/(api|user)\/|$)/, 'an address below /api/, /user/ or a host')
export const nothing = exactly(null)

/** A text that holds a JSON list of texts, as `JSON.parse` of the old pages wants it. */
export const texts: Shape = (raw: Raw | undefined, at: string, kept: Kept) => {
  const isList = typeof raw === 'string' && isListOfTexts(raw)
  return isList ? [] : textLike(/^(?!)/, 'a text with a JSON list of texts')(raw, at, kept)
}

function isListOfTexts(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((each) => typeof each === 'string')
  } catch {
    return false
  }
}

/** Values between commas, `1,2,3`, as the charts split them; of a period as many as it has days. */
export function series(value: RegExp, members: number): Shape {
  const one = `(${value.source})`
  return textLike(new RegExp(`^${one}(,${one}){${members - 1}}$`), `${members} values between commas`)
}

/** `{total, records}` */
export function page(records: Shape): Shape {
  return object({ total: count, records })
}

/** A page on which one is this and all are such. */
export function pageWith(one: Shape, member: Shape): Shape {
  return page(all(one, listOf(member)))
}
