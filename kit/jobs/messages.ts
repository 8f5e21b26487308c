import { Fault, type FaultKind } from '../fault.ts'

/** What a thread of the pool is told. It has one job at a time. */
export type ToThread =
  | { readonly type: 'run'; readonly module: string; readonly input: unknown }
  | { readonly type: 'cancel' }

/** What a thread tells. */
export type FromThread =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'done'; readonly output: unknown }
  | { readonly type: 'failed'; readonly failure: Failure }

/** Something thrown, as it travels between threads: classes are lost on the way. */
export type Failure =
  | {
      readonly kind: FaultKind
      readonly reason: string
      readonly message: string
      readonly details: Readonly<Record<string, string>>
      readonly unknown: boolean
    }
  | { readonly error: unknown }

/** Packs whatever was thrown. */
export function packFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Fault)) return { error: isCloneable(thrown) ? thrown : String(thrown) }
  const { kind, reason, message, details, unknown } = thrown
  return { kind, reason, message, details, unknown }
}

/** The fault that was thrown, or the bug. */
export function unpackFailure(failure: Failure): unknown {
  if ('error' in failure) return failure.error
  const { kind, reason, message, details, unknown } = failure
  return new Fault(kind, reason, message, { details, unknown })
}

function isCloneable(thrown: unknown): boolean {
  try {
    structuredClone(thrown)
    return true
  } catch {
    return false
  }
}
