import { Fault } from '../fault.ts'
import { storageUnavailable, UniqueViolation } from './violation.ts'

/** Result codes of SQLite (sqlite.org/rescode.html), as far as they decide what happens next. */
const uniqueCodes = [2067, 1555, 2579]
const busy = 5
const locked = 6
const outOfMemory = 7
const readOnly = 8
const ioError = 10
const corrupt = 11
const full = 13
const cannotOpen = 14
const notDatabase = 26

const unavailable = [busy, locked, outOfMemory, readOnly, ioError, corrupt, full, cannotOpen, notDatabase]
const fatal = [ioError, corrupt, notDatabase]

function resultCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0
}

/** The basic result code: the low byte of the extended one. */
function basicCode(error: unknown): number {
  return resultCode(error) & 0xff
}

/** Whether after this error nothing that this process believes of the file may be trusted any more. */
export function isFatal(error: unknown): boolean {
  const cause = error instanceof Fault ? error.cause : error
  return fatal.includes(basicCode(cause))
}

/** Whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return basicCode(error) === busy
}

/** SQLite's error in the port's words; a bug stays what it is. */
export function explainSqlite(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (uniqueCodes.includes(resultCode(error))) {
    return new UniqueViolation(error.message.replace(/^.*constraint failed: /, ''), error)
  }
  const isClosed = 'code' in error && error.code === 'ERR_INVALID_STATE'
  return isClosed || unavailable.includes(basicCode(error)) ? storageUnavailable(error) : error
}
