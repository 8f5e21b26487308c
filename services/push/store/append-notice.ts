import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { Audience } from '../domain/audience.ts'
import type { Notice } from '../domain/notice.ts'
import type { PushTables } from './tables.ts'

/** The kind of the wake-up call by which a shop hears how its day went; `ref` is the shop. */
export const summaryTimer = 'summary'

/** What an audience is told under. */
export interface Telling {
  readonly at: number
  /** Notifications kept per audience. */
  readonly keptMax: number
  /** When a shop that is new hears of its first day. */
  readonly summaryAt: number
}

type Db = Tx<PushTables>['db']

const insertNotification = preparedInsert<PushTables, 'notification'>('notification')

const bumpCounter = prepared((db: Db, value: { audience: string; lastSeq: number; seq: number }) =>
  db
    .updateTable('audience')
    .set({ last_seq: value.seq })
    .where('name', '=', value.audience)
    .where('last_seq', '=', value.lastSeq),
)

const findTold = prepared((db: Db, value: { audience: string; onceKey: string }) =>
  db
    .selectFrom('notification')
    .select('seq')
    .where('audience', '=', value.audience)
    .where('once_key', '=', value.onceKey),
)

/** Holds the audience's row from looking to writing: numbers have no gaps, and a fact gets one. */
export async function appendNotice(tx: Tx<PushTables>, notice: Notice, telling: Telling): Promise<void> {
  const { audience, type, onceKey, payload, kind } = notice
  const { last_seq: lastSeq, closed } = await lockAudience(tx, audience, telling.summaryAt)
  if (closed === 1 || (await isTold(tx, audience, onceKey))) return

  const seq = lastSeq + 1
  const bumped = await bumpCounter(tx.db, { audience, lastSeq, seq })
  if (bumped.numAffectedRows !== 1n) throw new Error(`two writers number the notifications of ${audience}`)

  const status = kind === '' ? '' : 'UNREAD'
  const row = { audience, seq, type, once_key: onceKey, payload, at: telling.at, kind, status }
  await insertNotification(tx.db, row)
  await forgetOld(tx, audience, seq - telling.keptMax)
}

/** Looks first: inserting what is there would leave all with a shared lock that none can make their own. */
export async function lockAudience(tx: Tx<PushTables>, audience: Audience, summaryAt: number) {
  const locking = tx.lockForUpdate(
    tx.db.selectFrom('audience').select(['last_seq', 'closed']).where('name', '=', audience),
  )
  const known = await locking.executeTakeFirst()
  if (known) return known
  const isNew = await tx.insertIgnore('audience', { name: audience, last_seq: 0, closed: 0 })
  const [kind, shopId = ''] = audience.split(':')
  if (isNew && kind === 'shop') await setTimer(tx, { kind: summaryTimer, ref: shopId, dueAt: summaryAt })
  return locking.executeTakeFirstOrThrow()
}

async function isTold(tx: Tx<PushTables>, audience: string, onceKey: string): Promise<boolean> {
  return (await findTold(tx.db, { audience, onceKey })).rows.length > 0
}

async function forgetOld(tx: Tx<PushTables>, audience: string, upToSeq: number): Promise<void> {
  if (upToSeq < 1) return
  const old = tx.db.deleteFrom('notification').where('audience', '=', audience).where('seq', '<=', upToSeq)
  await old.execute()
}
