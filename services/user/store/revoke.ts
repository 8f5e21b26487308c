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

/** Whose sessions end, and which one stays. */
export interface Ending {
  readonly kind: 'customer' | 'employee'
  readonly id: number
  readonly at: number
  readonly but?: string
}

/** Revokes the sessions of a person, all but one where one is told. */
export async function revokeAllOf(
  tx: Tx<UserTables>,
  announcements: Announcements,
  { kind, id: subjectId, at, but = '' }: Ending,
): Promise<void> {
  const open = await tx.db
    .selectFrom('session')
    .select('id')
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('revoked_at', 'is', null)
    .execute()
  const ids = open.map((session) => session.id).filter((id) => id !== but)
  await revokeSessions(tx, announcements, ids, at)
}
