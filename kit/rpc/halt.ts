import type { Fault } from '../fault.ts'

/** A stream's source that can be interrupted while an item is awaited. */
export interface Haltable<T> {
  /** Rejects at once when halted, whatever the source does. */
  next(): Promise<IteratorResult<T>>
  halt(fault: Fault): void
  /** Tells the source that nobody reads on; its last words are not waited for. */
  leave(): void
}

/** `enter` runs each step of the source in its context. */
export function haltable<T>(open: () => AsyncIterable<T>, enter: <R>(work: () => R) => R): Haltable<T> {
  let source: AsyncIterator<T> | undefined
  let halted: Fault | undefined
  let interrupt: ((fault: Fault) => void) | undefined

  const step = () => {
    source ??= open()[Symbol.asyncIterator]()
    return source.next()
  }
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (halted !== undefined) return reject(halted)
        interrupt = reject
        enter(step).then(resolve, reject)
      }),
    halt(fault) {
      halted ??= fault
      interrupt?.(halted)
    },
    leave() {
      const iterator = source
      if (iterator?.return !== undefined) enter(() => iterator.return?.())?.then(undefined, () => undefined)
    },
  }
}

interface Leavable<T> {
  readonly items: AsyncGenerator<T, void, void>
  halt(): void
}

/** A stream opened by its first step, which its reader may leave even while an item is awaited. */
export function leavable<T>(open: () => Leavable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      let opened: Leavable<T> | undefined
      return {
        async next() {
          opened ??= open()
          return opened.items.next()
        },
        async return() {
          opened?.halt()
          await opened?.items.return()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
