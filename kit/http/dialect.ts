import type { Fault } from '../fault.ts'

/**
 * How a route speaks to clients that know another protocol. Their requests are read as they come: a body is
 * JSON whatever its type says, one that is not wanted stays unread, and a slash at the end of an address is
 * nothing. Such routes are no part of the OpenAPI document.
 */
export interface Dialect {
  /** The header, in lower case, that carries the token where there is no Authorization. */
  readonly tokenHeader: string
  /** What is answered to a fault: `status` and Chinese `words` are those of the API itself. */
  refuse(fault: Fault, status: number, words: string): DialectRefusal
}

/** An answer in place of a problem. */
export interface DialectRefusal {
  readonly status: number
  readonly body: unknown
}
