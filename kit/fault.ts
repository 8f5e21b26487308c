/** What kind of refusal a fault is; gRPC and HTTP status codes follow from it alone. */
export type FaultKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'precondition'
  | 'exhausted'
  | 'unavailable'
  | 'expired'
  | 'internal'

export interface FaultOptions {
  /** Facts a client may act on, as text. */
  readonly details?: Readonly<Record<string, string>>
  /** What led here; logged, never sent. */
  readonly cause?: unknown
  /** True where the work may have been done although the answer is a failure. */
  readonly unknown?: boolean
}

/**
 * The one error class for expected refusals. Anything else thrown is a bug: it is logged and answered as
 * internal.
 * `reason` is a stable code declared in a contract (CART_EMPTY); `message` is English and safe to show.
 */
export class Fault extends Error {
  readonly kind: FaultKind
  readonly reason: string
  readonly details: Readonly<Record<string, string>>
  readonly unknown: boolean

  constructor(kind: FaultKind, reason: string, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Fault'
    this.kind = kind
    this.reason = reason
    this.details = options.details ?? {}
    this.unknown = options.unknown ?? (kind === 'expired' || kind === 'internal')
  }
}

/** Turns whatever was thrown into a fault; a bug becomes internal and keeps its cause for the log. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown
  return new Fault('internal', 'INTERNAL', 'Something went wrong on our side', { cause: thrown })
}

/** True where only asking can tell whether the work was done: resolve such an outcome, never assume it. */
export function isUnknown(thrown: unknown): boolean {
  return faultOf(thrown).unknown
}
