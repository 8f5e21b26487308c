import type { Selectable } from 'kysely'
import { sha256Hex } from '#kit/crypto/crypto.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { clearTimer, setTimer } from '#kit/timers/timers.ts'
import { isUnderWay, type Workbook } from '../domain/workbook.ts'
import type { WorkbookKey, WorkbookStore } from '../ports.ts'
import type { ReportTables } from './tables.ts'

type ReportTx = Tx<ReportTables>

/** Wakes up whoever does the next step of a workbook. */
export const workbookTimer = 'workbook'
/** Wakes up when a workbook is thrown away. */
export const workbookExpiryTimer = 'workbook-expiry'

export function createWorkbookStore(storage: Storage<ReportTables>): WorkbookStore {
  return {
    ...readVerbs(storage),
    record: (created, key, keptMax) =>
      storage.tx('recordWorkbook', (tx) => record(tx, created, key, keptMax)),
    move: (before, state, body) => storage.tx('moveWorkbook', (tx) => move(tx, before, { state, body })),
    remove: (id) => storage.tx('removeWorkbook', (tx) => remove(tx, id)),
  }
}

function readVerbs(storage: Storage<ReportTables>): Pick<WorkbookStore, 'find' | 'findByKey' | 'findBody'> {
  return {
    find: (id) =>
      storage.read('findWorkbook', async (db) => {
        const row = await db.selectFrom('workbook').selectAll().where('id', '=', id).executeTakeFirst()
        return row ? workbookOf(row) : null
      }),

    findByKey: (key) =>
      storage.read('findWorkbookByKey', async (db) => {
        const row = await ofKey(db, key).executeTakeFirst()
        if (!row) return null
        return { found: workbookOf(row), isSame: row.fingerprint === sha256Hex(key.fingerprint) }
      }),

    findBody: (id) =>
      storage.read('findWorkbookFile', async (db) => {
        const file = db.selectFrom('workbook_file').select('body').where('workbook_id', '=', id)
        return (await file.executeTakeFirst())?.body ?? null
      }),
  }
}

function ofKey(db: ReportTx['db'], { by, key }: WorkbookKey) {
  return db.selectFrom('workbook').selectAll().where('by_name', '=', by).where('idem_key', '=', key)
}

/** The workbook with its key and its wake-ups; the oldest of the shop make way for it. */
async function record(tx: ReportTx, created: Workbook, key: WorkbookKey, keptMax: number) {
  const { id, shopId, createdAt, expiresAt } = created
  const isFirst = await tx.insertIgnore('workbook', rowOf(created, key))
  if (!isFirst) return (await ofKey(tx.db, key).executeTakeFirst()) ? 'KEY_USED' : 'BUSY'
  const ofShop = tx.db.selectFrom('workbook').select('id').where('shop_id', '=', shopId)
  const newest = await ofShop
    .orderBy('id', 'desc')
    .limit(keptMax + 50)
    .execute()
  for (const old of newest.slice(keptMax)) await remove(tx, old.id)
  await setTimer(tx, { kind: workbookTimer, ref: id, dueAt: createdAt })
  await setTimer(tx, { kind: workbookExpiryTimer, ref: id, dueAt: expiresAt })
  return 'RECORDED'
}

type Moved = Pick<Workbook, 'state'> & { readonly body: Uint8Array | undefined }

/** By compare-and-set, so that of several who do the same step one counts. */
async function move(tx: ReportTx, { id, shopId, state }: Workbook, to: Moved): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('workbook')
    .set({ state: to.state, busy_shop_id: isUnderWay(to) ? shopId : null })
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return false
  if (to.body) await insertBody(tx, { workbook_id: id, body: to.body })
  if (isUnderWay(to)) await setTimer(tx, { kind: workbookTimer, ref: id, dueAt: 0 })
  else await clearTimer(tx, workbookTimer, id)
  return true
}

async function insertBody(tx: ReportTx, row: ReportTables['workbook_file']): Promise<void> {
  await tx.db.insertInto('workbook_file').values(row).execute()
}

async function remove(tx: ReportTx, id: string): Promise<void> {
  await tx.db.deleteFrom('workbook').where('id', '=', id).execute()
  await tx.db.deleteFrom('workbook_file').where('workbook_id', '=', id).execute()
  await clearTimer(tx, workbookTimer, id)
  await clearTimer(tx, workbookExpiryTimer, id)
}

function workbookOf(row: Selectable<ReportTables['workbook']>): Workbook {
  return {
    id: row.id,
    shopId: row.shop_id,
    state: row.state as Workbook['state'],
    language: row.language as Workbook['language'],
    from: row.from_day,
    to: row.to_day,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function rowOf(created: Workbook, { by, key, fingerprint }: WorkbookKey) {
  return {
    id: created.id,
    shop_id: created.shopId,
    busy_shop_id: created.shopId,
    by_name: by,
    idem_key: key,
    fingerprint: sha256Hex(fingerprint),
    state: created.state,
    language: created.language,
    from_day: created.from,
    to_day: created.to,
    created_at: created.createdAt,
    expires_at: created.expiresAt,
  }
}
