import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { Identity } from '../domain/customer.ts'
import type { NewSession, Subject } from '../domain/session.ts'
import type { Announcements } from '../events.ts'
import type { PasswordLogin, SessionStore } from '../ports.ts'
import { redeemCode } from './codes.ts'
import { findOrRegister } from './customers.ts'
import { createFailureStore, resetFailures } from './failures.ts'
import { revokeSessions } from './revoke.ts'
import { rotateToken } from './rotate-token.ts'
import type { UserTables } from './tables.ts'

const idsPerQuery = 500

export function createSessionStore(storage: Storage<UserTables>, announcements: Announcements): SessionStore {
  return {
    ...createFailureStore(storage),

    openByPhone: (login, session) =>
      storage.tx('openByPhone', async (tx) => {
        if (!(await redeemCode(tx, login, session.openedAt))) return undefined
        return openForCustomer(tx, announcements, { column: 'phone', value: login.phone }, session)
      }),

    openByWechat: (openid, session) =>
      storage.tx('openByWechat', (tx) =>
        openForCustomer(tx, announcements, { column: 'openid', value: openid }, session),
      ),

    openByPassword: (login, session) =>
      storage.tx('openByPassword', (tx) => openForEmployee(tx, login, session)),

    rotateToken: (rotation) => storage.tx('rotateToken', (tx) => rotateToken(tx, announcements, rotation)),

    revokeSession: (sessionId, at) =>
      storage.tx('revokeSession', (tx) => revokeSessions(tx, announcements, [sessionId], at)),

    findOpenedAt: (sessionId) => findOpenedAt(storage, sessionId),

    findRevoked: async (sessionIds, at) => {
      const living = await findLiving(storage, sessionIds, at)
      return sessionIds.filter((id) => !living.has(id))
    },

    forgetSession: (sessionId, at) =>
      storage.tx('forgetSession', async (tx) => {
        const gone = await tx.db
          .deleteFrom('session')
          .where('id', '=', sessionId)
          .where('ends_at', '<=', at)
          .executeTakeFirst()
        if (gone.numDeletedRows === 0n) return
        await tx.db.deleteFrom('refresh_token').where('session_id', '=', sessionId).execute()
      }),
  }
}

async function findOpenedAt(storage: Storage<UserTables>, sessionId: string): Promise<number | undefined> {
  const row = await storage.read('findOpenedAt', (db) =>
    db
      .selectFrom('session')
      .select('opened_at')
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst(),
  )
  return row?.opened_at
}

function findLiving(storage: Storage<UserTables>, sessionIds: readonly string[], at: number) {
  return storage.read('findLiving', async (db) => {
    const living = new Set<string>()
    for (let from = 0; from < sessionIds.length; from += idsPerQuery) {
      const rows = await db
        .selectFrom('session')
        .select('id')
        .where('id', 'in', sessionIds.slice(from, from + idsPerQuery))
        .where('revoked_at', 'is', null)
        .where('ends_at', '>', at)
        .execute()
      for (const { id } of rows) living.add(id)
    }
    return living
  })
}

async function openForCustomer(
  tx: Tx<UserTables>,
  announcements: Announcements,
  identity: Identity,
  session: NewSession,
): Promise<Subject> {
  const { id, name } = await findOrRegister(tx, announcements, identity, session.openedAt)
  await insertSession(tx, 'customer', id, session)
  return { kind: 'customer', id: String(id), name }
}

/** Holds the employee's row, so that disabling and a new password come wholly before or wholly after. */
async function openForEmployee(
  tx: Tx<UserTables>,
  { employee, passwordHash, rules }: PasswordLogin,
  session: NewSession,
): Promise<'opened' | 'locked' | 'disabled' | 'changed'> {
  const id = Number(employee.id)
  const { enabled, password_hash } = await tx
    .lockForUpdate(tx.db.selectFrom('employee').select(['enabled', 'password_hash']).where('id', '=', id))
    .executeTakeFirstOrThrow()
  if (password_hash !== passwordHash) return 'changed'
  if (!(await resetFailures(tx, employee.username, session.openedAt, rules))) return 'locked'
  if (enabled === 0) return 'disabled'
  await insertSession(tx, 'employee', id, session)
  return 'opened'
}

async function insertSession(
  tx: Tx<UserTables>,
  subjectKind: Subject['kind'],
  subjectId: number,
  session: NewSession,
): Promise<void> {
  const row = {
    id: session.id,
    subject_kind: subjectKind,
    subject_id: subjectId,
    opened_at: session.openedAt,
    ends_at: session.endsAt,
    revoked_at: null,
  }
  const token = {
    token_hash: session.tokenHash,
    session_id: session.id,
    ends_at: session.tokenEndsAt,
    used_at: null,
    sealed_next: null,
    next_ends_at: null,
  }
  await tx.db.insertInto('session').values(row).execute()
  await tx.db.insertInto('refresh_token').values(token).execute()
  await setTimer(tx, { kind: 'forget-session', ref: session.id, dueAt: session.endsAt })
}
