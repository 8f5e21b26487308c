import type { DescMessage } from '@bufbuild/protobuf'
import type { PlainOf } from '../rpc/message.ts'
import type { Storage } from '../storage/storage.ts'

/** What a service does when it hears of an event. */
export interface Listening<Tables> {
  readonly event: DescMessage
  /** Runs inside the delivery's transaction: `storage` is joined to it, and nothing else may be awaited. */
  apply(event: unknown, storage: Storage<Tables>): Promise<void>
}

/** Declares one listening; `apply` sees the event in its plain form. */
export function on<Desc extends DescMessage, Tables>(
  event: Desc,
  apply: (event: PlainOf<Desc>, storage: Storage<Tables>) => Promise<void>,
): Listening<Tables> {
  return { event, apply: apply as Listening<Tables>['apply'] }
}

/**
 * What a process does when it overhears an event: forget a cache, kick a stream. Nothing may depend on it.
 */
export interface Watching {
  readonly event: DescMessage
  see(event: unknown): void
}

/** Declares one watching; `see` gets the event in its plain form, must not throw and is not waited for. */
export function watch<Desc extends DescMessage>(event: Desc, see: (event: PlainOf<Desc>) => void): Watching {
  return { event, see: see as Watching['see'] }
}
