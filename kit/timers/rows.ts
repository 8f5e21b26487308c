import type { Selectable } from 'kysely'
import { kitSide } from '../messaging/kit-side.ts'
import type { KitTables, Storage, Tx } from '../storage/storage.ts'

export type TimerRow = Selectable<KitTables['timer']>

/** The timers of a service's database. */
export interface TimerRows {
  /** The earliest of these kinds, due or not. */
  earliest(kinds: readonly string[], limit: number): Promise<readonly TimerRow[]>
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

export function createTimerRows<Tables>(serviceStorage: Storage<Tables>): TimerRows {
  const storage = kitSide(serviceStorage)
  return {
    earliest: (kinds, limit) =>
      storage.read('readTimers', (db) =>
        db
          .selectFrom('timer')
          .selectAll()
          .where('kind', 'in', kinds)
          .orderBy('due_at')
          .limit(limit)
          .execute(),
      ),
    async strangeKinds(kinds, now) {
      const rows = await storage.read('readStrangeTimers', (db) =>
        db
          .selectFrom('timer')
          .select('kind')
          .distinct()
          .where('due_at', '<=', now)
          .where('kind', 'not in', ['', ...kinds])
          .execute(),
      )
      return rows.map(({ kind }) => kind)
    },
    async release(now, until) {
      await storage.tx('releaseTimers', ({ kit }) =>
        kit
          .updateTable('timer')
          .set({ due_at: now })
          .where('due_at', '>', now)
          .where('due_at', '<=', until)
          .where('attempts', '>', 0)
          .execute(),
      )
    },
    claim: (rows, leaseUntil) =>
      storage.tx('claimTimers', async (tx) => {
        const claimed: TimerRow[] = []
        for (const row of rows) {
          const lease = { due_at: leaseUntil, attempts: row.attempts + 1 }
          if (await move(tx, row, lease)) claimed.push({ ...row, ...lease })
        }
        return claimed
      }),
    async remove({ kind, ref, due_at, attempts }) {
      await storage.tx('removeTimer', ({ kit }) =>
        kit
          .deleteFrom('timer')
          .where('kind', '=', kind)
          .where('ref', '=', ref)
          .where('due_at', '=', due_at)
          .where('attempts', '=', attempts)
          .execute(),
      )
    },
    async putOff(claimed, dueAt) {
      await storage.tx('putOffTimer', (tx) =>
        move(tx, claimed, { due_at: dueAt, attempts: claimed.attempts }),
      )
    },
  }
}

/** Changes a timer that still is exactly the one that was read; tells whether it was. */
async function move(
  tx: Tx<KitTables>,
  { kind, ref, due_at, attempts }: TimerRow,
  changes: Pick<TimerRow, 'due_at' | 'attempts'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.kit
    .updateTable('timer')
    .set(changes)
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .where('due_at', '=', due_at)
    .where('attempts', '=', attempts)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
