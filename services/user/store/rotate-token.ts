import type { Tx } from '#kit/storage/storage.ts'
import { judge, type Subject } from '../domain/session.ts'
import type { Announcements } from '../events.ts'
import type { Rotated, Rotation } from '../ports.ts'
import { rolesOf } from './employee-row.ts'
import { revokeSessions } from './revoke.ts'
import type { UserTables } from './tables.ts'

const ended: Rotated = { outcome: 'ended' }

/** Holds the session's row, so that presentations of one token are judged one after the other. */
export async function rotateToken(
  tx: Tx<UserTables>,
  announcements: Announcements,
  rotation: Rotation,
): Promise<Rotated> {
  const { session, token } = await lockPresented(tx, rotation.hash)
  if (!session || !token) return ended

  const presented = {
    usedAt: token.used_at,
    tokenEndsAt: token.ends_at,
    revokedAt: session.revoked_at,
    sessionEndsAt: session.ends_at,
  }
  const verdict = judge(presented, rotation.at, rotation.rules.graceMs)
  if (verdict === 'reuse') await revokeSessions(tx, announcements, [session.id], rotation.at)
  if (verdict === 'reuse' || verdict === 'ended') return ended

  const subject = await findSubject(tx, session)
  if (!subject) return ended
  const next = verdict === 'repeat' ? earlierSuccessor(token) : await insertSuccessor(tx, session, rotation)
  return { outcome: 'rotated', sessionId: session.id, sessionEndsAt: session.ends_at, subject, ...next }
}

async function lockPresented(tx: Tx<UserTables>, hash: string) {
  const presented = tx.db.selectFrom('refresh_token').selectAll().where('token_hash', '=', hash)
  const sessionId = (await presented.executeTakeFirst())?.session_id ?? ''
  const session = await tx
    .lockForUpdate(tx.db.selectFrom('session').selectAll().where('id', '=', sessionId))
    .executeTakeFirst()
  return { session, token: await presented.executeTakeFirst() }
}

function earlierSuccessor(token: { sealed_next: string | null; next_ends_at: number | null }) {
  return { sealedNext: token.sealed_next ?? '', nextEndsAt: token.next_ends_at ?? 0 }
}

async function insertSuccessor(
  tx: Tx<UserTables>,
  session: { id: string; ends_at: number },
  { hash, nextHash, sealedNext, at, rules }: Rotation,
) {
  const nextEndsAt = Math.min(at + rules.refreshMs, session.ends_at)
  await tx.db
    .updateTable('refresh_token')
    .set({ used_at: at, sealed_next: sealedNext, next_ends_at: nextEndsAt })
    .where('token_hash', '=', hash)
    .where('used_at', 'is', null)
    .execute()
  const next = { token_hash: nextHash, session_id: session.id, ends_at: nextEndsAt }
  const unused = { used_at: null, sealed_next: null, next_ends_at: null }
  await tx.db
    .insertInto('refresh_token')
    .values({ ...next, ...unused })
    .execute()
  await forgetOldTokens(tx, session.id, at)
  return { sealedNext, nextEndsAt }
}

async function forgetOldTokens(tx: Tx<UserTables>, sessionId: string, at: number): Promise<void> {
  const ofSession = tx.db.deleteFrom('refresh_token').where('session_id', '=', sessionId)
  await ofSession.where('ends_at', '<=', at).execute()
}

async function findSubject(
  tx: Tx<UserTables>,
  session: { subject_kind: string; subject_id: number },
): Promise<Subject | undefined> {
  const { subject_kind: kind, subject_id: number } = session
  const id = String(number)
  if (kind === 'customer') {
    const row = await tx.db.selectFrom('customer').select('name').where('id', '=', number).executeTakeFirst()
    return row && { kind, id, name: row.name }
  }
  const row = await tx.db
    .selectFrom('employee')
    .select(['name', 'shop_id', 'roles', 'must_change_password'])
    .where('id', '=', number)
    .where('enabled', '=', 1)
    .executeTakeFirst()
  if (!row) return undefined
  const mustChangePassword = row.must_change_password === 1
  const { name, shop_id: shopId } = row
  return { kind: 'employee', id, name, shopId, roles: rolesOf(row.roles), mustChangePassword }
}
