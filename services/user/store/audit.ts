import type { Selectable } from 'kysely'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import {
  type AuditEntry,
  type AuditFact,
  type AuditHead,
  type AuditLink,
  chainEntry,
  emptyChain,
} from '../domain/audit.ts'
import type { AuditStore } from '../ports.ts'
import type { UserTables } from './tables.ts'

/** The row in which the one chain of the installation ends. */
const chain = 'employees'

export function createAuditStore(storage: Storage<UserTables>): AuditStore {
  return {
    async listEntries(shopId, before, limit) {
      const rows = await storage.read('listEntries', (db) =>
        db
          .selectFrom('audit_entry')
          .selectAll()
          .where('shop_id', '=', shopId)
          .where('seq', '<', before)
          .orderBy('seq', 'desc')
          .limit(limit)
          .execute(),
      )
      return rows.map(entryOf)
    },
    async listLinks(before, limit) {
      const rows = await storage.read('listLinks', (db) =>
        db
          .selectFrom('audit_entry')
          .select(['seq', 'prev_hash', 'hash'])
          .where('seq', '<', before)
          .orderBy('seq', 'desc')
          .limit(limit)
          .execute(),
      )
      return rows.map(({ prev_hash: prevHash, ...link }): AuditLink => ({ ...link, prevHash }))
    },
    recordFact: (fact) => storage.tx('recordFact', async (tx) => appendEntry(tx, await lockHead(tx), fact)),
  }
}

/** Holds the end of the chain: privileged changes come one after the other, on any number of processes. */
export async function lockHead(tx: Tx<UserTables>): Promise<AuditHead> {
  const end = tx.db.selectFrom('audit_head').select(['seq', 'hash']).where('chain', '=', chain)
  const held = await tx.lockForUpdate(end).executeTakeFirst()
  if (held) return held
  await tx.insertIgnore('audit_head', { chain, ...emptyChain })
  return tx.lockForUpdate(end).executeTakeFirstOrThrow()
}

/** Appends behind the head, which the transaction holds; answers the number of the entry. */
export async function appendEntry(tx: Tx<UserTables>, head: AuditHead, fact: AuditFact): Promise<number> {
  const { by, shopId, prevHash, ...entry } = chainEntry(head, fact, sha256Hex)
  const row = { ...entry, by_name: by, shop_id: shopId, prev_hash: prevHash }
  await tx.db.insertInto('audit_entry').values(row).execute()
  const { seq, hash } = entry
  await tx.db.updateTable('audit_head').set({ seq, hash }).where('chain', '=', chain).execute()
  return seq
}

function entryOf(row: Selectable<UserTables['audit_entry']>): AuditEntry {
  const { by_name: by, shop_id: shopId, prev_hash: prevHash, ...entry } = row
  return { ...entry, by, shopId, prevHash }
}
