import { Fault } from '#kit/fault.ts'
import { daysOf, type Period } from './period.ts'
import { type Language, languageOf } from './sheet.ts'

export type WorkbookState = 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED'

/** The business of a period on its way into a file. */
export interface Workbook extends Period {
  readonly id: string
  readonly shopId: string
  readonly language: Language
  readonly state: WorkbookState
  readonly createdAt: number
  readonly expiresAt: number
}

export interface WorkbookWish extends Period {
  readonly shopId: string
  readonly language: string
  readonly idempotencyKey: string
}

const keyForm = /^[\x21-\x7e]{1,128}$/

export function checkedWorkbook(wish: WorkbookWish): WorkbookWish & { readonly language: Language } {
  if (!keyForm.test(wish.idempotencyKey))
    throw new Fault('invalid', 'WORKBOOK_KEY_INVALID', 'a key has 1 to 128 characters')
  daysOf(wish)
  return { ...wish, language: languageOf(wish.language) }
}

/** What makes two wishes the same. */
export function workbookFingerprint({ shopId, from, to, language }: WorkbookWish): string {
  return JSON.stringify([shopId, from, to, language])
}

/** 0 to 1: reading the figures is one half, writing them the other. */
export function progressOf({ state }: Pick<Workbook, 'state'>): number {
  if (state === 'DONE') return 1
  return state === 'RUNNING' ? 0.5 : 0
}

export function isUnderWay({ state }: Pick<Workbook, 'state'>): boolean {
  return state === 'WAITING' || state === 'RUNNING'
}
