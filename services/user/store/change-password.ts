import type { Tx } from '#kit/storage/storage.ts'
import type { Employee } from '../domain/employee.ts'
import type { EmployeeChange } from '../domain/employee-change.ts'
import type { Announcements } from '../events.ts'
import type { Carried, CarriedSession, Unchanged } from '../ports.ts'
import { lockHead } from './audit.ts'
import { applyChange } from './employee-changes.ts'
import { resetFailures } from './failures.ts'
import { revokeAllOf } from './revoke.ts'
import type { UserTables } from './tables.ts'

interface Renewal {
  readonly employee: Employee
  readonly change: EmployeeChange
  readonly carried: CarriedSession
}

/** Guesses made side by side are counted one by one, as with logins. */
export async function changePassword(
  tx: Tx<UserTables>,
  announcements: Announcements,
  { employee, change, carried }: Renewal,
): Promise<Carried | Unchanged | 'locked' | 'ended'> {
  const { at } = change
  const employeeId = Number(employee.id)
  await lockHead(tx)
  await tx
    .lockForUpdate(tx.db.selectFrom('employee').select('id').where('id', '=', employeeId))
    .executeTakeFirstOrThrow()
  if (!(await resetFailures(tx, employee.username, at, carried.rules))) return 'locked'
  const session = await lockSession(tx, employeeId, carried.id, at)
  if (!session) return 'ended'

  const changed = await applyChange(tx, announcements, employee, change)
  if (typeof changed === 'string') return changed
  await revokeAllOf(tx, announcements, { kind: 'employee', id: employeeId, at, but: carried.id })
  const tokenEndsAt = Math.min(carried.tokenEndsAt, session.ends_at)
  await replaceToken(tx, carried, tokenEndsAt)
  return { employee: changed, sessionEndsAt: session.ends_at, tokenEndsAt }
}

function lockSession(tx: Tx<UserTables>, employeeId: number, sessionId: string, at: number) {
  const living = tx.db
    .selectFrom('session')
    .select('ends_at')
    .where('id', '=', sessionId)
    .where('subject_kind', '=', 'employee')
    .where('subject_id', '=', employeeId)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', at)
  return tx.lockForUpdate(living).executeTakeFirst()
}

/** Whoever has copied an earlier token has nothing any more. */
async function replaceToken(tx: Tx<UserTables>, { id, tokenHash }: CarriedSession, endsAt: number) {
  await tx.db.deleteFrom('refresh_token').where('session_id', '=', id).execute()
  const token = { token_hash: tokenHash, session_id: id, ends_at: endsAt }
  const unused = { used_at: null, sealed_next: null, next_ends_at: null }
  await tx.db
    .insertInto('refresh_token')
    .values({ ...token, ...unused })
    .execute()
}
