import { Fault } from '#kit/fault.ts'
import type { State } from './transitions.ts'

export type ExportState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'
export type Language = 'zh' | 'en'
export type ExportFailure = '' | 'TOO_LARGE' | 'INTERNAL'

/** A shop's orders of a time range on their way into a file. */
export interface Export {
  readonly id: string
  readonly shopId: string
  readonly state: ExportState
  readonly language: Language
  readonly timeZone: string
  /** Orders created from here … */
  readonly beginAt: number
  /** … up to but not at here. */
  readonly endAt: number
  /** The last order written; whoever goes on begins behind it. */
  readonly cursor: string
  /** How many parts of the file there are, and what they hold. */
  readonly parts: number
  readonly bytes: number
  readonly orders: number
  /** 0 to 1 */
  readonly progress: number
  readonly failure: ExportFailure
  readonly createdAt: number
  readonly expiresAt: number
}

export interface ExportId {
  readonly shopId: string
  readonly exportId: string
}

/** What an order is in the file. */
export interface ExportRow {
  readonly id: string
  readonly number: string
  readonly createdAt: number
  readonly state: State
  readonly amountFen: number
  readonly phone: string
  readonly address: string
  readonly lines: readonly { readonly name: string; readonly quantity: number }[]
  readonly remark: string
}

export interface ExportWish {
  readonly shopId: string
  readonly beginAt: number
  readonly endAt: number
  readonly language: string
  readonly idempotencyKey: string
}

/** How much one export may be. */
export interface ExportLimits {
  /** Orders read and written at once. */
  readonly pageMax: number
  readonly bytesMax: number
}

const rangeMaxMs = 366 * 24 * 3_600_000
const keyForm = /^[\x21-\x7e]{1,128}$/

export type CheckedWish = ExportWish & { readonly language: Language }

export function checkedExport(wish: ExportWish): CheckedWish {
  const { beginAt, endAt, language, idempotencyKey } = wish
  if (!keyForm.test(idempotencyKey))
    throw new Fault('invalid', 'KEY_INVALID', 'a key has 1 to 128 characters')
  if (language !== 'zh' && language !== 'en') throw invalid('the language is zh or en')
  const isRange = beginAt >= 0 && beginAt < endAt && endAt - beginAt <= rangeMaxMs
  if (!isRange) throw invalid('the range begins before it ends and has 366 days at most')
  return { ...wish, language }
}

/** What makes two wishes the same. */
export function exportFingerprint({ shopId, beginAt, endAt, language }: ExportWish): string {
  return JSON.stringify([shopId, beginAt, endAt, language])
}

interface Beginning {
  readonly id: string
  readonly timeZone: string
  readonly createdAt: number
  readonly expiresAt: number
}

export function newExport({ shopId, beginAt, endAt, language }: CheckedWish, beginning: Beginning): Export {
  const nothing = { cursor: '', parts: 0, bytes: 0, orders: 0, progress: 0, failure: '' } as const
  return { ...beginning, ...nothing, shopId, beginAt, endAt, language, state: 'WAITING' }
}

/** The export after its next part: the page it was written from, and how long it is. */
export function withPart(
  found: Export,
  page: readonly ExportRow[],
  byteCount: number,
  { pageMax, bytesMax }: ExportLimits,
): Export {
  const last = page.at(-1)
  const after = {
    ...found,
    parts: found.parts + 1,
    bytes: found.bytes + byteCount,
    orders: found.orders + page.length,
    cursor: last?.id ?? found.cursor,
  }
  if (after.bytes > bytesMax) return failed(found, 'TOO_LARGE')
  if (!last || page.length < pageMax) return { ...after, state: 'DONE', progress: 1 }
  return { ...after, state: 'RUNNING', progress: progressAt(found, last.createdAt) }
}

export function failed(found: Export, failure: Exclude<ExportFailure, ''>): Export {
  return { ...found, state: 'FAILED', failure, parts: 0, bytes: 0 }
}

export function isUnderWay({ state }: Export): boolean {
  return state === 'WAITING' || state === 'RUNNING'
}

/** Orders come in the order of time, so the time of the last one tells how far it is. */
function progressAt({ beginAt, endAt, createdAt }: Export, instant: number): number {
  const whole = Math.min(endAt, createdAt) - beginAt
  return whole <= 0 ? 0 : Math.min(0.99, Math.max(0, (instant - beginAt) / whole))
}

function invalid(message: string): Fault {
  return new Fault('invalid', 'EXPORT_INVALID', message)
}
