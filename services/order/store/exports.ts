import type { Selectable } from 'kysely'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { clearTimer, setTimer } from '#kit/timers/timers.ts'
import { type Export, isUnderWay } from '../domain/export.ts'
import type { ExportStore, UsedKey } from '../ports.ts'
import { readExportPage } from './export-pages.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>

/** Wakes up whoever writes the next part. */
export const exportTimer = 'export'
/** Wakes up when an export is thrown away. */
export const exportExpiryTimer = 'export-expiry'

const million = 1_000_000

export function createExportStore(storage: Storage<OrderTables>): ExportStore {
  return {
    ...readVerbs(storage),
    record: (created, key, keptMax) => storage.tx('recordExport', (tx) => record(tx, created, key, keptMax)),

    move: (before, after, part) => storage.tx('moveExport', (tx) => move(tx, before, after, part)),

    cancel: (id) =>
      storage.tx('cancelExport', async (tx) => {
        const { numUpdatedRows } = await tx.db
          .updateTable('order_export')
          .set({ state: 'CANCELLED', busy_shop_id: null, parts: 0, bytes: 0 })
          .where('id', '=', id)
          .where('busy_shop_id', 'is not', null)
          .executeTakeFirst()
        if (numUpdatedRows === 1n) await drop(tx, id)
      }),

    remove: (id) => storage.tx('removeExport', (tx) => remove(tx, id)),
  }
}

function readVerbs(
  storage: Storage<OrderTables>,
): Pick<ExportStore, 'find' | 'findByKey' | 'readPage' | 'findPart'> {
  return {
    find: (id) =>
      storage.read('findExport', async (db) => {
        const row = await db.selectFrom('order_export').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? exportOf(row) : null
      }),

    findByKey: (key) =>
      storage.read('findExportByKey', async (db) => {
        const row = await ofKey(db, key).executeTakeFirst()
        return row ? { found: exportOf(row), isSame: row.fingerprint === sha256Hex(key.fingerprint) } : null
      }),

    readPage: (found, limit) => storage.read('readExportPage', (db) => readExportPage(db, found, limit)),

    findPart: (exportId, n) =>
      storage.read('findExportPart', async (db) => {
        const parts = db.selectFrom('order_export_part').select('body').where('export_id', '=', exportId)
        return (await parts.where('n', '=', n).executeTakeFirst())?.body ?? null
      }),
  }
}

function ofKey(db: OrderTx['db'], { by, key }: UsedKey) {
  return db.selectFrom('order_export').selectAll().where('by_name', '=', by).where('idem_key', '=', key)
}

/** The export with its key and its wake-ups; the oldest of the shop make way for it. */
async function record(tx: OrderTx, created: Export, key: UsedKey, keptMax: number) {
  const { id, createdAt, expiresAt } = created
  const isFirst = await tx.insertIgnore('order_export', { ...rowOf(created), ...keyColumns(key) })
  if (!isFirst) return (await ofKey(tx.db, key).executeTakeFirst()) ? 'KEY_USED' : 'BUSY'
  const ofShop = tx.db.selectFrom('order_export').select('id').where('shop_id', '=', created.shopId)
  const newest = await ofShop
    .orderBy('id', 'desc')
    .limit(keptMax + 50)
    .execute()
  for (const old of newest.slice(keptMax)) await remove(tx, old.id)
  await setTimer(tx, { kind: exportTimer, ref: id, dueAt: createdAt })
  await setTimer(tx, { kind: exportExpiryTimer, ref: id, dueAt: expiresAt })
  return 'RECORDED'
}

/** By compare-and-set: a part is written behind exactly the parts that its writer saw. */
async function move(tx: OrderTx, before: Export, after: Export, part?: Uint8Array): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('order_export')
    .set(movedColumns(after))
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .where('parts', '=', before.parts)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return false
  if (after.state === 'FAILED') await drop(tx, after.id)
  else if (part) await insertPart(tx, { export_id: after.id, n: before.parts, body: part })
  if (isUnderWay(after)) await setTimer(tx, { kind: exportTimer, ref: after.id, dueAt: 0 })
  return true
}

async function insertPart(tx: OrderTx, row: OrderTables['order_export_part']): Promise<void> {
  await tx.db.insertInto('order_export_part').values(row).execute()
}

async function remove(tx: OrderTx, id: string): Promise<void> {
  await tx.db.deleteFrom('order_export').where('id', '=', id).execute()
  await drop(tx, id)
  await clearTimer(tx, exportExpiryTimer, id)
}

/** What was written is not wanted any more, nor is more of it. */
async function drop(tx: OrderTx, id: string): Promise<void> {
  await tx.db.deleteFrom('order_export_part').where('export_id', '=', id).execute()
  await clearTimer(tx, exportTimer, id)
}

function exportOf(row: Selectable<OrderTables['order_export']>): Export {
  return {
    id: row.id,
    shopId: row.shop_id,
    state: row.state as Export['state'],
    language: row.language as Export['language'],
    timeZone: row.time_zone,
    beginAt: row.begin_at,
    endAt: row.end_at,
    cursor: row.cursor_id,
    parts: row.parts,
    bytes: row.bytes,
    orders: row.orders_written,
    progress: row.progress_ppm / million,
    failure: row.failure as Export['failure'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function keyColumns({ by, key, fingerprint }: UsedKey) {
  return { by_name: by, idem_key: key, fingerprint: sha256Hex(fingerprint) }
}

function rowOf(created: Export) {
  return {
    id: created.id,
    shop_id: created.shopId,
    language: created.language,
    time_zone: created.timeZone,
    begin_at: created.beginAt,
    end_at: created.endAt,
    created_at: created.createdAt,
    expires_at: created.expiresAt,
    ...movedColumns(created),
  }
}

function movedColumns(moved: Export) {
  return {
    state: moved.state,
    busy_shop_id: isUnderWay(moved) ? moved.shopId : null,
    cursor_id: moved.cursor,
    parts: moved.parts,
    bytes: moved.bytes,
    orders_written: moved.orders,
    progress_ppm: Math.round(moved.progress * million),
    failure: moved.failure,
  }
}
