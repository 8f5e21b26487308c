import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { CodeStore, PhoneLogin } from '../ports.ts'
import type { UserTables } from './tables.ts'

export function createCodeStore(storage: Storage<UserTables>): CodeStore {
  return {
    recordCode: (code, pauseMs) =>
      storage.tx('recordCode', async (tx) => {
        const row = { code_hash: code.hash, sent_at: code.sentAt, expires_at: code.expiresAt, tries: 0 }
        const replaced = await tx.db
          .updateTable('phone_code')
          .set(row)
          .where('phone', '=', code.phone)
          .where('sent_at', '<=', code.sentAt - pauseMs)
          .executeTakeFirst()
        const stands =
          replaced.numUpdatedRows === 1n ||
          (await tx.insertIgnore('phone_code', { phone: code.phone, ...row }))
        if (!stands) return false
        await setTimer(tx, { kind: 'forget-code', ref: code.phone, dueAt: code.expiresAt })
        return true
      }),

    withdrawCode: (code) =>
      storage.tx('withdrawCode', async (tx) => {
        const mine = tx.db.deleteFrom('phone_code').where('phone', '=', code.phone)
        await mine.where('code_hash', '=', code.hash).where('sent_at', '=', code.sentAt).execute()
      }),

    forgetCode: (phone, at) =>
      storage.tx('forgetCode', async (tx) => {
        const over = tx.db.deleteFrom('phone_code').where('phone', '=', phone).where('expires_at', '<=', at)
        await over.execute()
      }),
  }
}

/** Uses the code up, or counts a wrong try. */
export async function redeemCode(tx: Tx<UserTables>, login: PhoneLogin, at: number): Promise<boolean> {
  const redeemed = await tx.db
    .deleteFrom('phone_code')
    .where('phone', '=', login.phone)
    .where('code_hash', '=', login.codeHash)
    .where('expires_at', '>', at)
    .where('tries', '<', login.triesMax)
    .executeTakeFirst()
  if (redeemed.numDeletedRows === 1n) return true
  await tx.db
    .updateTable('phone_code')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('phone', '=', login.phone)
    .execute()
  return false
}
