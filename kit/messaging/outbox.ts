import type { DescMessage } from '@bufbuild/protobuf'
import type { Clock } from '../clock.ts'
import { currentContext } from '../context.ts'
import type { Ids } from '../ids.ts'
import type { InitOf } from '../rpc/message.ts'
import { toJsonText } from '../rpc/plain.ts'
import { preparedInsert } from '../storage/prepared.ts'
import type { KitTables, KitTx } from '../storage/storage.ts'
import { traceparentOf } from '../telemetry/trace.ts'

/**
 * The only way to announce: a row that commits with the state it tells of; a relay publishes it afterwards.
 */
export interface Outbox {
  /**
   * `key` is the aggregate's id; messages of one key keep their order where the bus can. Throws Fault invalid
   * MESSAGE_INVALID or NUMBER_UNSAFE where the message is not one of its type, before anyone can stumble over
   * it.
   */
  announce<Desc extends DescMessage>(
    tx: KitTx,
    event: Desc,
    key: string,
    message: InitOf<Desc>,
  ): Promise<void>
}

const insertMessage = preparedInsert<KitTables, 'outbox'>('outbox')

export interface OutboxNeeds {
  readonly clock: Clock
  readonly ids: Ids
  /** The process, as its relay calls it; told where processes share a database. */
  readonly owner?: string
}

/** Announces in the trace of the call that does so; ids are new for each message. */
export function createOutbox({ clock, ids, owner = '' }: OutboxNeeds): Outbox {
  return {
    async announce(tx, event, key, message) {
      await insertMessage(tx.kit, {
        msg_id: ids.uuid(),
        type: event.typeName,
        msg_key: key,
        payload: toJsonText(event, message),
        traceparent: traceparentOf(currentContext()),
        created_at: clock.now(),
        attempts: 0,
        next_at: 0,
        owner,
      })
      tx.signal('outbox')
    },
  }
}
