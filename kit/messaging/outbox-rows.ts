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
  /**
   * Takes over what others own and has been due since `before`: their processes have died. It is due anew
   * from `now` on, so that nobody else takes it for left. Answers how many.
   */
  adopt(now: number, before: number, limit: number): Promise<number>
  /** Deletes the settled and puts off the refused, all in one transaction. */
  settle(offered: readonly Offered[]): Promise<void>
}

type Db = Kysely<KitTables>

const findDue = prepared((db: Db, value: { now: number; limit: number }) =>
  selectDue(db, value.now).limit(value.limit),
)
const findOwned = prepared((db: Db, value: { owner: string; now: number; limit: number }) =>
  selectDue(db, value.now).where('owner', '=', value.owner).limit(value.limit),
)

/** Never "after the last seen": numbers are given before a commit, and commits overtake each other. */
function selectDue(db: Db, now: number) {
  return db.selectFrom('outbox').selectAll().where('next_at', '<=', now).orderBy('next_at').orderBy('seq')
}

/** The outbox in a service's own database: all of it, or where an owner is named only what is its own. */
export function createOutboxRows<Tables>(serviceStorage: Storage<Tables>, owner?: string): OutboxRows {
  const storage = kitSide(serviceStorage)
  return {
    due: (now, limit) =>
      storage.read('readOutbox', async (db) => {
        const found = owner === undefined ? findDue(db, { now, limit }) : findOwned(db, { owner, now, limit })
        return (await found).rows
      }),
    async adopt(now, before, limit) {
      if (owner === undefined) return 0
      const left = await storage.read('readLeftOutbox', (db) => readLeft(db, owner, before, limit))
      if (left.length === 0) return 0
      return storage.tx('adoptOutbox', (tx) => adopt(tx, left, owner, now))
    },
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

/** A message is due from its announcement on, and `next_at` is 0 until it was offered. */
function readLeft(db: Db, owner: string, before: number, limit: number): Promise<readonly OutboxRow[]> {
  const overdue = selectDue(db, before).where('created_at', '<=', before)
  return overdue.where('owner', '<>', owner).limit(limit).execute()
}

/** Of several who adopt the same rows one gets each, because it must still belong to whom it was read of. */
async function adopt(
  tx: Tx<KitTables>,
  left: readonly OutboxRow[],
  owner: string,
  now: number,
): Promise<number> {
  let adopted = 0
  for (const [former, rows] of Map.groupBy(left, (row) => row.owner)) {
    const { numUpdatedRows } = await tx.kit
      .updateTable('outbox')
      .set({ owner, next_at: now })
      .where('seq', 'in', seqsOf(rows))
      .where('owner', '=', former)
      .executeTakeFirstOrThrow()
    adopted += Number(numUpdatedRows)
  }
  return adopted
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
