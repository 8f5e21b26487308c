import { Fault } from '#kit/fault.ts'

/** The cursor that means: only what comes from now on. */
export const fromNowOn = -1

export function checkCursor(afterSeq: number, least: number): void {
  if (!Number.isSafeInteger(afterSeq) || afterSeq < least) throw pageInvalid('afterSeq')
}

const limitMax = 100
/** Of a page that is asked for by its number. */
const pageMax = 1000

export function checkLimit(limit: number, page = 0): void {
  const most = page > 0 ? pageMax : limitMax
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw pageInvalid('limit')
}

export function checkDevice(deviceId: string): void {
  if (!/^[\w.:-]{1,64}$/.test(deviceId)) throw pageInvalid('deviceId')
}

export function pageInvalid(field: string): Fault {
  return new Fault('invalid', 'PAGE_INVALID', `The ${field} is not valid`, { details: { field } })
}
