import type { Fault } from '../fault.ts'
import type { Inside } from './inside.ts'
import type { Signal } from './storage.ts'

/** One logical transaction, from the queue to the commit. */
export class Turn {
  readonly name: string
  readonly inside: Inside
  readonly signals = new Set<Signal>()
  readonly #begun = Promise.withResolvers<void>()
  readonly #settled = Promise.withResolvers<void>()
  readonly #committed = Promise.withResolvers<void>()
  #state: 'waiting' | 'running' | 'settled' = 'waiting'
  #overdue = false
  #failure: { readonly error: unknown } | undefined
  #broken: { readonly error: unknown } | undefined

  constructor(name: string) {
    this.name = name
    this.inside = { name, open: false }
  }

  get begun(): Promise<void> {
    return this.#begun.promise
  }

  get settled(): Promise<void> {
    return this.#settled.promise
  }

  /** Resolves after the physical commit; rejects with what went wrong. */
  get committed(): Promise<void> {
    return this.#committed.promise
  }

  get waiting(): boolean {
    return this.#state === 'waiting'
  }

  /** Whether it was ended from outside because it awaited something foreign. */
  get overdue(): boolean {
    return this.#overdue
  }

  get failed(): boolean {
    return this.#failure !== undefined
  }

  /** What made SQLite roll back everything under this transaction. */
  get broken(): { readonly error: unknown } | undefined {
    return this.#broken
  }

  begin(): void {
    this.#state = 'running'
    this.inside.open = true
    this.#begun.resolve()
  }

  /** The work is over; what it does afterwards counts no more. */
  settle(failure?: { readonly error: unknown }): void {
    if (this.#state === 'settled') return
    this.#state = 'settled'
    this.inside.open = false
    this.#failure = failure
    this.#settled.resolve()
  }

  /** Called when the microtasks have drained and the work has not settled. */
  expire(): void {
    this.#overdue = true
    const rule = 'inside a transaction only the transaction may be awaited'
    this.settle({ error: new Error(`the transaction ${this.name} awaited something else: ${rule}`) })
  }

  breakBy(error: unknown): void {
    this.#broken ??= { error }
  }

  assertOpen(): void {
    if (this.#broken) throw this.#broken.error
    if (this.#state !== 'running') {
      throw new Error(`the transaction ${this.name} is over: await everything inside it`)
    }
  }

  /** Tells the caller how it went, after the physical commit. */
  acknowledge(): void {
    if (this.#failure) this.#committed.reject(this.#failure.error)
    else this.#committed.resolve()
  }

  /** Tells the caller that nothing of it was kept, whatever it had come to. */
  abandon(fault: Fault): void {
    this.settle({ error: fault })
    this.#committed.reject(fault)
  }
}
