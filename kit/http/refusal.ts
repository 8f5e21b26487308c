import { Fault, type FaultKind, type FaultOptions } from '../fault.ts'

/** One place in the input that is wrong. */
export interface InputError {
  readonly in: 'path' | 'query' | 'body' | 'header'
  /** JSON pointer below that part, empty for the whole. */
  readonly pointer: string
  readonly detail: string
}

export interface RefusalOptions extends FaultOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly InputError[]
}

/** A refusal by the HTTP face itself: a fault that also knows headers and where the input is wrong. */
export class Refusal extends Fault {
  /** Where neither kind nor reason tells the status. */
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly InputError[]

  constructor(kind: FaultKind, reason: string, message: string, options: RefusalOptions = {}) {
    super(kind, reason, message, options)
    this.status = options.status
    this.headers = options.headers ?? {}
    this.errors = options.errors ?? []
  }
}
