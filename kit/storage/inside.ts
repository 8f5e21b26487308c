import { AsyncLocalStorage } from 'node:async_hooks'

/** Marks what runs inside a transaction; `open` turns false when it ends, for work it left behind. */
export interface Inside {
  readonly name: string
  open: boolean
}

const insides = new AsyncLocalStorage<Inside>()

/** Runs a transaction's work, marked. */
export function runInside<T>(inside: Inside, work: () => Promise<T>): Promise<T> {
  return insides.run(inside, work)
}

/**
 * Every port calls this first: inside a transaction only the transaction may be awaited. `port` names the
 * caller.
 */
export function assertOutsideTx(port: string): void {
  const inside = insides.getStore()
  if (inside?.open)
    throw new Error(
      `${port} was used inside the transaction ${inside.name}: only the transaction may be awaited there`,
    )
}
