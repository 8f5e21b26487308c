import { Fault } from '#kit/fault.ts'

/** The cursor that means: only what comes from now on. */
export const fromNowOn = -1

export function checkCursor(afterSeq: number, least: number): void {
  if (!Number.isSafeInteger(afterSeq) || afterSeq < least) throw pageInvalid('afterSeq')
}

export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw pageInvalid('limit')
}

export function checkDevice(deviceId: string): void {
  if (!/^[\w.:-]{1,64}$/.test(deviceId)) throw pageInvalid('deviceId')
}

export function pageInvalid(field: string): Fault {
  return new Fault('invalid', 'PAGE_INVALID', `The ${field} is not valid`, { details: { field } })
}
