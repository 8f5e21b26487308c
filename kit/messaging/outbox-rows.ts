import type { Kysely, Selectable } from 'kysely'
import { prepared } from '../storage/prepared.ts'
import type { KitTables, Storage, Tx } from '../storage/storage.ts'
import type { Envelope } from './bus.ts'
import { kitSide } from './kit-side.ts'

/** A message that waits to be published. */
export type OutboxRow = Selectable<KitTables['outbox']>

/** What became of rows that were offered together. */
export interface Offered {
  readonly settled: readonly OutboxRow[]
  readonly refused: readonly OutboxRow[]
  /** When the refused ones are offered again, ms since the epoch. */
  readonly nextAt: number
}

/** The outbox as the relay sees it. */
export interface OutboxRows {
  /** What is due, in order of due time and announcement. */
  due(now: number, limit: number): Promise<readonly OutboxRow[]>
  /** Deletes the settled and puts off the refused, all in one transaction. */
  settle(offered: readonly Offered[]): Promise<void>
}

const findDue = prepared((db: Kysely<KitTables>, value: { now: number; limit: number }) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('next_at', '<=', value.now)
    .orderBy('next_at')
    .orderBy('seq')
    .limit(value.limit),
)

/** The outbox in a service's own database. */
export function createOutboxRows<Tables>(serviceStorage: Storage<Tables>): OutboxRows {
  const storage = kitSide(serviceStorage)
  return {
    /** Never "after the last seen": numbers are given before a commit, and commits overtake each other. */
    due: (now, limit) => storage.read('readOutbox', async (db) => (await findDue(db, { now, limit })).rows),
    settle: (offered) =>
      storage.tx('settleOutbox', async (tx) => {
        await remove(
          tx,
          offered.flatMap(({ settled }) => settled),
        )
        for (const { refused, nextAt } of offered) await putOff(tx, refused, nextAt)
      }),
  }
}

async function remove(tx: Tx<KitTables>, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.kit.deleteFrom('outbox').where('seq', 'in', seqsOf(rows)).execute()
}

async function putOff(tx: Tx<KitTables>, rows: readonly OutboxRow[], nextAt: number): Promise<void> {
  if (rows.length === 0) return
  await tx.kit
    .updateTable('outbox')
    .set((row) => ({ attempts: row('attempts', '+', 1), next_at: nextAt }))
    .where('seq', 'in', seqsOf(rows))
    .execute()
}

function seqsOf(rows: readonly OutboxRow[]): number[] {
  return rows.map(({ seq }) => seq)
}

/** The message as buses carry it. */
export function envelopeOf(row: OutboxRow): Envelope {
  return {
    id: row.msg_id,
    type: row.type,
    key: row.msg_key,
    at: row.created_at,
    payload: row.payload,
    traceparent: row.traceparent,
  }
}
