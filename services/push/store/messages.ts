import type { Kysely } from 'kysely'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { MessageKind, MessageStatus } from '../domain/message.ts'
import type { Choice, MessageStore } from '../ports.ts'
import type { PushTables } from './tables.ts'

type Db = Kysely<PushTables>

export function createMessageStore(storage: Storage<PushTables>): MessageStore {
  return {
    listMessages: (choice, { beforeSeq, offset, limit }) =>
      storage.read('listMessages', async (db) => {
        const behind = chosen(db, choice)
          .select(['audience', 'seq', 'type', 'payload', 'at', 'kind', 'status'])
          .where('seq', '<', beforeSeq)
          .orderBy('seq', 'desc')
        const rows = await behind.limit(limit).offset(offset).execute()
        return rows.map(({ kind, status, ...notification }) => ({
          notification,
          kind: kind as MessageKind,
          status: status as MessageStatus,
        }))
      }),

    countMessages: (choice) => storage.read('countMessages', (db) => count(db, choice)),

    readMessages: (audience, { seqs, upToSeq }) =>
      storage.tx('readMessages', async (tx) => {
        const isThere = seqs.length === 0 || (await isOneOf(tx, audience, seqs))
        if (!isThere && upToSeq === 0) return undefined
        if (seqs.length > 0) await unread(tx, audience).where('seq', 'in', seqs).execute()
        if (upToSeq > 0) await unread(tx, audience).where('seq', '<=', upToSeq).execute()
        return count(tx.db, { audience, status: 'UNREAD', kinds: [] })
      }),
  }
}

function chosen(db: Db, { audience, status, kinds }: Choice) {
  const ofAudience = db.selectFrom('notification').where('audience', '=', audience)
  const ofStatus = status ? ofAudience.where('status', '=', status) : ofAudience.where('status', '<>', '')
  return kinds.length > 0 ? ofStatus.where('kind', 'in', kinds) : ofStatus
}

async function count(db: Db, choice: Choice): Promise<number> {
  const counting = chosen(db, choice).select((row) => row.fn.countAll<number>().as('count'))
  return Number((await counting.executeTakeFirstOrThrow()).count)
}

function unread(tx: Tx<PushTables>, audience: string) {
  const messages = tx.db.updateTable('notification').set({ status: 'READ' })
  return messages.where('audience', '=', audience).where('status', '=', 'UNREAD')
}

async function isOneOf(tx: Tx<PushTables>, audience: string, seqs: readonly number[]): Promise<boolean> {
  const messages = chosen(tx.db, { audience, kinds: [] }).select('seq').where('seq', 'in', seqs)
  return (await messages.limit(1).executeTakeFirst()) !== undefined
}
