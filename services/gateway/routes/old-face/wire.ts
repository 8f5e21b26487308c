import { rawNumber } from '#kit/http/raw-number.ts'
import { momentOf } from '../../http.ts'

/** Fen as yuan with exactly two decimals: 5600 is `56.00` on the wire. */
export const money = (amountFen: number) => rawNumber(amountFen / 100, 2)

/** Fen as yuan for who reckons in numbers, to the fen. */
export const yuanOf = (amountFen: number) => Math.round(amountFen) / 100

/** Yuan as Java writes a double: 5600 is 56.0, 5650 is 56.5. */
export function javaDouble(amountFen: number): string {
  const text = String(amountFen / 100)
  return text.includes('.') ? text : `${text}.0`
}

/** `yyyy-MM-dd HH:mm` in China’s time, as the old face shows instants; null for none. */
export function localTime(instant: number): string | null {
  return instant === 0 ? null : momentOf(instant).slice(0, 16).replace('T', ' ')
}

export const flagOf = (isSet: boolean) => (isSet ? 1 : 0)

/** `1` of men, `0` of women; empty where nobody has said. */
export const showSex = (sex: string) => (sex === '' ? '' : flagOf(sex === 'M').toString())

/** What services do not know of who created and changed a thing, and when. */
export const unknownChanges = {
  createTime: null,
  updateTime: null,
  createUser: null,
  updateUser: null,
} as const

/** When a thing was created and changed; by whom is for the audit. */
export function changesOf({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) {
  return { ...unknownChanges, createTime: localTime(createdAt), updateTime: localTime(updatedAt) }
}

/** The order of the old console's pages, by numbers that grow. */
export function newestFirst(one: { readonly id: string }, other: { readonly id: string }): number {
  return Number(other.id) - Number(one.id)
}

/** A page as the old face counts them. */
export interface OldPage {
  readonly page?: number | undefined
  readonly pageNum?: number | undefined
  readonly pageSize: number
}

/** The place of a page in the whole list. */
export function placeOf({ page, pageNum, pageSize }: OldPage): { from: number; to: number } {
  const from = ((page ?? pageNum ?? 1) - 1) * pageSize
  return { from, to: from + pageSize }
}

/** One page of a list that is there as a whole. */
export function pageResult<Item>(items: readonly Item[], wanted: OldPage, show: (item: Item) => unknown) {
  const { from, to } = placeOf(wanted)
  return { total: items.length, records: items.slice(from, to).map(show) }
}

/** The same page as services take it, which count the rest themselves. */
export function servicePage({ page, pageNum, pageSize }: OldPage): { page: number; limit: number } {
  return { page: page ?? pageNum ?? 1, limit: pageSize }
}
