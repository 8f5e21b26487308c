import type { Kysely, Selectable } from 'kysely'
import { kitSide } from '../messaging/kit-side.ts'
import type { KitTables, Storage } from '../storage/storage.ts'

/** A timer as it stands; its attempts count claims. */
export type TimerRow = Selectable<KitTables['timer']>

/** The timers of a service's database. */
export interface TimerRows {
  /** The earliest of these kinds that fall due at `until` or before. */
  earliest(kinds: readonly string[], until: number, limit: number): Promise<readonly TimerRow[]>
  /** The kinds of due timers that are none of these. */
  strangeKinds(kinds: readonly string[], now: number): Promise<readonly string[]>
  /** Makes due at `now` what was claimed, or put off, until an instant not after `until`. */
  release(now: number, until: number): Promise<void>
  /**
   * Claims timers until `leaseUntil`, and answers the rows as claimed. What was set, removed or claimed since
   * it was read is left out. A claimed row has attempts of 1 and more and one that is set anew has 0, so the
   * two are never mistaken.
   */
  claim(rows: readonly TimerRow[], leaseUntil: number): Promise<readonly TimerRow[]>
  /** Removes a claimed timer unless it was set again. */
  remove(claimed: TimerRow): Promise<void>
  /** Lets a claimed timer fall due at `dueAt` unless it was set again. */
  putOff(claimed: TimerRow, dueAt: number): Promise<void>
}

/** The timers in a service's own database. */
export function createTimerRows<Tables>(serviceStorage: Storage<Tables>): TimerRows {
  const storage = kitSide(serviceStorage)
  return {
    earliest: (kinds, until, limit) =>
      storage.read('readTimers', (db) => readEarliest(db, kinds, until, limit)),
    strangeKinds: (kinds, now) => storage.read('readStrangeTimers', (db) => readStrangeKinds(db, kinds, now)),
    release: (now, until) => storage.tx('releaseTimers', ({ kit }) => release(kit, now, until)),
    claim: (rows, leaseUntil) => storage.tx('claimTimers', (tx) => claim(tx.kit, rows, leaseUntil)),
    remove: (claimed) => storage.tx('removeTimer', ({ kit }) => remove(kit, claimed)),
    async putOff(claimed, dueAt) {
      const later = { due_at: dueAt, attempts: claimed.attempts }
      await storage.tx('putOffTimer', ({ kit }) => move(kit, claimed, later))
    },
  }
}

type Db = Kysely<KitTables>

async function readEarliest(
  db: Db,
  kinds: readonly string[],
  until: number,
  limit: number,
): Promise<readonly TimerRow[]> {
  const soon = db.selectFrom('timer').selectAll().where('due_at', '<=', until).where('kind', 'in', kinds)
  return soon.orderBy('due_at').limit(limit).execute()
}

async function readStrangeKinds(db: Db, kinds: readonly string[], now: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('timer')
    .select('kind')
    .distinct()
    .where('due_at', '<=', now)
    .where('kind', 'not in', ['', ...kinds])
    .execute()
  return rows.map(({ kind }) => kind)
}

async function release(db: Db, now: number, until: number): Promise<void> {
  await db
    .updateTable('timer')
    .set({ due_at: now })
    .where('due_at', '>', now)
    .where('due_at', '<=', until)
    .where('attempts', '>', 0)
    .execute()
}

async function claim(db: Db, rows: readonly TimerRow[], leaseUntil: number): Promise<readonly TimerRow[]> {
  const claimed: TimerRow[] = []
  for (const row of rows) {
    const lease = { due_at: leaseUntil, attempts: row.attempts + 1 }
    if (await move(db, row, lease)) claimed.push({ ...row, ...lease })
  }
  return claimed
}

async function remove(db: Db, { kind, ref, due_at, attempts }: TimerRow): Promise<void> {
  await db
    .deleteFrom('timer')
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .where('due_at', '=', due_at)
    .where('attempts', '=', attempts)
    .execute()
}

/** Changes a timer that still is exactly the one that was read; tells whether it was. */
async function move(
  db: Db,
  { kind, ref, due_at, attempts }: TimerRow,
  changes: Pick<TimerRow, 'due_at' | 'attempts'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('timer')
    .set(changes)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .where('due_at', '=', due_at)
    .where('attempts', '=', attempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
