import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { LockoutRules } from '../domain/lockout.ts'
import type { SessionStore } from '../ports.ts'
import type { UserTables } from './tables.ts'

type FailureStore = Pick<SessionStore, 'findFailures' | 'recordFailure' | 'forgetFailures'>

export function createFailureStore(storage: Storage<UserTables>): FailureStore {
  return {
    async findFailures(username) {
      const row = await storage.read('findFailures', (db) =>
        db.selectFrom('login_failure').selectAll().where('username', '=', username).executeTakeFirst(),
      )
      return row && { count: row.failures, lastAt: row.last_at }
    },

    recordFailure: (username, at, rules) =>
      storage.tx('recordFailure', async (tx) => {
        await forgetOld(tx, username, at, rules)
        const first = { username, failures: 1, last_at: at }
        const isCounted =
          (await countFailure(tx, username, at, rules)) ||
          (await tx.insertIgnore('login_failure', first)) ||
          (await countFailure(tx, username, at, rules))
        if (!isCounted) return undefined
        await setTimer(tx, { kind: 'forget-failures', ref: username, dueAt: at + rules.lockMs })
        const { failures } = await countOf(tx, username)
        return rules.failuresMax - failures
      }),

    forgetFailures: (username, at, rules) =>
      storage.tx('forgetFailures', (tx) => forgetOld(tx, username, at, rules)),
  }
}

async function countFailure(tx: Tx<UserTables>, username: string, at: number, rules: LockoutRules) {
  const counted = await tx.db
    .updateTable('login_failure')
    .set((row) => ({ failures: row('failures', '+', 1), last_at: at }))
    .where('username', '=', username)
    .where('failures', '<', rules.failuresMax)
    .executeTakeFirst()
  return counted.numUpdatedRows === 1n
}

/** Forgets the failures before a right password, unless they lock; tells whether they did not. */
export async function resetFailures(
  tx: Tx<UserTables>,
  username: string,
  at: number,
  rules: LockoutRules,
): Promise<boolean> {
  await forgetOld(tx, username, at, rules)
  await tx.db
    .deleteFrom('login_failure')
    .where('username', '=', username)
    .where('failures', '<', rules.failuresMax)
    .execute()
  // A failure that is counted by somebody else just now does not lock yet.
  const locking = tx.db
    .selectFrom('login_failure')
    .select('username')
    .where('username', '=', username)
    .where('failures', '>=', rules.failuresMax)
  return (await locking.executeTakeFirst()) === undefined
}

/** Forgets the failures even where they lock. */
export async function unlock(tx: Tx<UserTables>, username: string): Promise<void> {
  await tx.db.deleteFrom('login_failure').where('username', '=', username).execute()
}

async function forgetOld(tx: Tx<UserTables>, username: string, at: number, rules: LockoutRules) {
  await tx.db
    .deleteFrom('login_failure')
    .where('username', '=', username)
    .where('last_at', '<=', at - rules.lockMs)
    .execute()
}

function countOf(tx: Tx<UserTables>, username: string): Promise<{ failures: number }> {
  return tx.db
    .selectFrom('login_failure')
    .select('failures')
    .where('username', '=', username)
    .executeTakeFirstOrThrow()
}
