import { Fault } from '#kit/fault.ts'
import { pageInvalid } from './page.ts'

/** What a message is about. */
export type MessageKind = (typeof messageKinds)[number]

export const messageKinds = [
  'NEW_ORDER',
  'URGENT',
  'TO_DISPATCH',
  'REMINDER',
  'SUMMARY',
  'CANCELLED',
  'ORDER',
  'REFUND',
  'CLAIM',
] as const

export type MessageStatus = 'UNREAD' | 'READ'

/** Which part of a list of messages is wanted: behind a number, or a page counted from 1. */
export interface Part {
  readonly beforeSeq: number
  readonly offset: number
  readonly limit: number
}

/** `page` 0 goes by number; numbers begin at the newest where none is given. */
export function partOf(beforeSeq: number, page: number, limit: number): Part {
  if (!Number.isInteger(page) || page < 0 || page > pagesMax) throw pageInvalid('page')
  if (page > 0) return { beforeSeq: Number.MAX_SAFE_INTEGER, offset: (page - 1) * limit, limit }
  return { beforeSeq: beforeSeq === 0 ? Number.MAX_SAFE_INTEGER : beforeSeq, offset: 0, limit }
}

/** More than are kept of any audience. */
const pagesMax = 100_000
const seqsMax = 100

export function checkSeqs(seqs: readonly number[]): void {
  const areSound = seqs.length <= seqsMax && seqs.every((seq) => Number.isSafeInteger(seq) && seq > 0)
  if (!areSound) throw pageInvalid('seqs')
}

export function messageMissing(): Fault {
  return new Fault('missing', 'MESSAGE_MISSING', 'There is no such message')
}
