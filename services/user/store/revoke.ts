import type { Tx } from '#kit/storage/storage.ts'
import type { Announcements } from '../events.ts'
import type { UserTables } from './tables.ts'

/** Revokes those of the sessions that still count and announces each. */
export async function revokeSessions(
  tx: Tx<UserTables>,
  announcements: Announcements,
  sessionIds: readonly string[],
  at: number,
): Promise<void> {
  for (const id of sessionIds) {
    const revoked = await tx.db
      .updateTable('session')
      .set({ revoked_at: at })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (revoked.numUpdatedRows === 1n) await announcements.sessionRevoked(tx, id)
  }
}
