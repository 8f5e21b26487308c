import type { KitTables, Storage } from '../storage/storage.ts'
import type { Envelope } from './bus.ts'
import { remember } from './inbox.ts'

/** A message that failed for good, as far as time is concerned. */
export interface Failure {
  readonly consumer: string
  readonly message: Envelope
  readonly attempts: number
  readonly error: unknown
  /** When it failed, ms since the epoch. */
  readonly at: number
}

/** Parks a message in the transaction that advances its inbox, unless it was applied meanwhile. */
export async function park(storage: Storage<KitTables>, failure: Failure): Promise<void> {
  const { consumer, message, attempts, at } = failure
  const row = {
    consumer,
    msg_id: message.id,
    type: message.type,
    msg_key: message.key,
    payload: message.payload,
    error: textOf(failure.error),
    attempts,
    first_at: message.at,
    last_at: at,
    state: 'PARKED',
  }
  await storage.tx('parkMessage', async (tx) => {
    if (!(await remember(tx, consumer, message.id, at))) return
    await tx.upsertKit('dead_letter', row, ['consumer', 'msg_id'], ['error', 'attempts', 'last_at', 'state'])
  })
}

const textMax = 1000

/** The error and what caused it, in one line that fits its column. */
function textOf(error: unknown): string {
  const causes: string[] = []
  for (
    let at = error;
    at !== undefined && causes.length < 5;
    at = at instanceof Error ? at.cause : undefined
  ) {
    causes.push(String(at))
  }
  return causes.join(' because ').slice(0, textMax)
}
