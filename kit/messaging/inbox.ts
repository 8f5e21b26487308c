import { joined, type Storage, type Tx } from '../storage/storage.ts'
import type { Envelope } from './bus.ts'
import { decodeEvent } from './decode.ts'
import type { KitSideTx } from './kit-side.ts'
import type { Listening } from './listen.ts'

/** Writes down that the consumer has had the message; false when it had it before. */
export function remember(tx: KitSideTx, consumer: string, msgId: string, at: number): Promise<boolean> {
  return tx.insertIgnore('inbox', { consumer, msg_id: msgId, at })
}

/** Where messages are applied, and by what. */
export interface Application<Tables> {
  readonly storage: Storage<Tables>
  readonly listens: readonly Listening<Tables>[]
}

/**
 * Does what the service does about a message, within a transaction. Throws Undecodable, or whatever the
 * listening throws; a type nobody here listens to throws too, because a newer process of the same service may
 * know it.
 */
export async function applyMessage<Tables>(
  { storage, listens }: Application<Tables>,
  tx: Tx<Tables>,
  message: Pick<Envelope, 'type' | 'payload'>,
): Promise<void> {
  const listening = listens.filter(({ event }) => event.typeName === message.type)
  if (listening.length === 0) throw new Error(`nobody here listens to ${message.type}`)
  const within = joined(storage, tx)
  for (const { event, apply } of listening) await apply(decodeEvent(event, message.payload), within)
}
