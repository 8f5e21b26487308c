import { Fault } from '../fault.ts'

/** A row with the same key is there already. Catch it where that is an answer, not a bug. */
export class UniqueViolation extends Error {
  /** What the database said, for instance `orders.order_no`. */
  readonly key: string

  constructor(key: string, cause: unknown) {
    super(`a row with the same key is there already: ${key}`, { cause })
    this.name = 'UniqueViolation'
    this.key = key
  }
}

/** Whether a statement failed because of a UNIQUE or PRIMARY KEY; the same on every adapter. */
export function isUniqueViolation(error: unknown): error is UniqueViolation {
  return error instanceof UniqueViolation
}

/** The fault of a transaction that lost every race for its rows: nothing was kept, and later it may win. */
export function storageBusy(cause: unknown): Fault {
  return new Fault('unavailable', 'STORAGE_BUSY', 'the database is busy', { cause })
}

/** The fault of a database that cannot work now. `unknown` where a commit may have happened nevertheless. */
export function storageUnavailable(cause: unknown, unknown = false): Fault {
  return new Fault('unavailable', 'STORAGE_UNAVAILABLE', 'the database is not available', { cause, unknown })
}
