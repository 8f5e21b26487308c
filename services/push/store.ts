import { prepared, preparedInsert } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Notice, OrderRef } from './domain/notice.ts'
import type { PushStore, ReadMark } from './ports.ts'

export interface PushTables {
  audience: { name: string; last_seq: number }
  notification: {
    audience: string
    seq: number
    type: string
    once_key: string
    payload: string
    at: number
  }
  order_audience: { order_id: string; number: string; shop_id: string; customer_id: string }
  read_mark: { audience: string; device_id: string; seq: number; at: number }
}

/** Devices whose reading is remembered, per audience; of more, the longest unseen are forgotten. */
const devicesMax = 50

export function createPushStore(storage: Storage<PushTables>, keptMax: () => number): PushStore {
  return {
    recordNotices: (order, notices, at) =>
      storage.tx('recordNotices', async (tx) => {
        await rememberOrder(tx, order)
        // Always in the same order, so that two facts of one order cannot wait for each other.
        const sorted = notices.toSorted((a, b) => (a.audience < b.audience ? -1 : 1))
        for (const notice of sorted) await appendNotice(tx, notice, at, keptMax())
      }),

    async findOrder(orderId) {
      const row = await storage.read('findOrder', (db) =>
        db.selectFrom('order_audience').selectAll().where('order_id', '=', orderId).executeTakeFirst(),
      )
      return row && { id: orderId, number: row.number, shopId: row.shop_id, customerId: row.customer_id }
    },

    listAfter: (audience, afterSeq, limit) =>
      storage.read('listAfter', (db) =>
        db
          .selectFrom('notification')
          .select(['audience', 'seq', 'type', 'payload', 'at'])
          .where('audience', '=', audience)
          .where('seq', '>', afterSeq)
          .orderBy('seq')
          .limit(limit)
          .execute(),
      ),

    async findLastSeq(audience) {
      const row = await storage.read('findLastSeq', (db) =>
        db.selectFrom('audience').select('last_seq').where('name', '=', audience).executeTakeFirst(),
      )
      return row?.last_seq ?? 0
    },

    async findReadSeq(audience) {
      const furthest = await storage.read('findReadSeq', (db) =>
        db
          .selectFrom('read_mark')
          .select((row) => row.fn.max('seq').as('seq'))
          .where('audience', '=', audience)
          .executeTakeFirst(),
      )
      return furthest?.seq ?? 0
    },

    markRead: (mark) => storage.tx('markRead', (tx) => moveMark(tx, mark)),
  }
}

async function rememberOrder(tx: Tx<PushTables>, order: OrderRef): Promise<void> {
  const { id, number, shopId, customerId } = order
  await tx.insertIgnore('order_audience', { order_id: id, number, shop_id: shopId, customer_id: customerId })
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
async function appendNotice(tx: Tx<PushTables>, notice: Notice, at: number, keptMax: number): Promise<void> {
  const { audience, type, onceKey, payload } = notice
  const lastSeq = await lockCounter(tx, audience)
  if (await isTold(tx, audience, onceKey)) return

  const seq = lastSeq + 1
  const bumped = await bumpCounter(tx.db, { audience, lastSeq, seq })
  if (bumped.numAffectedRows !== 1n) throw new Error(`two writers number the notifications of ${audience}`)

  await insertNotification(tx.db, { audience, seq, type, once_key: onceKey, payload, at })
  await forgetOld(tx, audience, seq - keptMax)
}

/** Looks first: inserting what is there would leave all with a shared lock that none can make their own. */
async function lockCounter(tx: Tx<PushTables>, audience: string): Promise<number> {
  const counter = tx.lockForUpdate(
    tx.db.selectFrom('audience').select('last_seq').where('name', '=', audience),
  )
  const known = await counter.executeTakeFirst()
  if (known) return known.last_seq
  await tx.insertIgnore('audience', { name: audience, last_seq: 0 })
  return (await counter.executeTakeFirstOrThrow()).last_seq
}

async function isTold(tx: Tx<PushTables>, audience: string, onceKey: string): Promise<boolean> {
  return (await findTold(tx.db, { audience, onceKey })).rows.length > 0
}

async function forgetOld(tx: Tx<PushTables>, audience: string, upToSeq: number): Promise<void> {
  if (upToSeq < 1) return
  const old = tx.db.deleteFrom('notification').where('audience', '=', audience).where('seq', '<=', upToSeq)
  await old.execute()
}

async function moveMark(tx: Tx<PushTables>, mark: ReadMark): Promise<boolean> {
  const { audience, deviceId, seq, at } = mark
  const reached = tx.db.selectFrom('audience').select('name').where('name', '=', audience)
  const exists = await reached.where('last_seq', '>=', seq).executeTakeFirst()
  if (!exists) return seq === 0

  const isNew = await tx.insertIgnore('read_mark', { audience, device_id: deviceId, seq, at })
  if (isNew) await forgetDevices(tx, audience)
  const own = tx.db.updateTable('read_mark').set({ seq, at }).where('audience', '=', audience)
  await own.where('device_id', '=', deviceId).where('seq', '<', seq).execute()
  return true
}

async function forgetDevices(tx: Tx<PushTables>, audience: string): Promise<void> {
  const surplus = await tx.db
    .selectFrom('read_mark')
    .select('device_id')
    .where('audience', '=', audience)
    .orderBy('at', 'desc')
    .offset(devicesMax)
    .limit(devicesMax)
    .execute()
  for (const { device_id } of surplus) {
    const unseen = tx.db.deleteFrom('read_mark').where('audience', '=', audience)
    await unseen.where('device_id', '=', device_id).execute()
  }
}
