import type { Storage, Tx } from '#kit/storage/storage.ts'
import { setTimer } from '#kit/timers/timers.ts'
import type { PushStore, StoreRules, Told } from './ports.ts'
import { appendNotice, lockAudience, summaryTimer } from './store/append-notice.ts'
import { createMessageStore } from './store/messages.ts'
import { moveMark } from './store/read-marks.ts'
import type { PushTables } from './store/tables.ts'

/** The kind of the wake-up call by which an order that still waits is told again; `ref` is the order. */
export const urgentTimer = 'urgent'

export function createPushStore(storage: Storage<PushTables>, rules: StoreRules): PushStore {
  const tellingAt = (at: number) => ({ at, keptMax: rules.keptMax(), summaryAt: rules.summaryAt(at) })
  return {
    ...createReading(storage),
    ...createMessageStore(storage),

    recordNotices: (told, at) =>
      storage.tx('recordNotices', async (tx) => {
        const isNews = await rememberOrder(tx, told)
        if (isNews && told.urgent)
          await setTimer(tx, { kind: urgentTimer, ref: told.order.id, ...told.urgent })
        // Always in the same order, so that two facts of one order cannot wait for each other.
        const sorted = told.notices.toSorted((a, b) => (a.audience < b.audience ? -1 : 1))
        for (const notice of sorted) await appendNotice(tx, notice, tellingAt(at))
      }),

    recordNotice: (notice, at) => storage.tx('recordNotice', (tx) => appendNotice(tx, notice, tellingAt(at))),

    recordSummary: (shopId, notice, at) =>
      storage.tx('recordSummary', async (tx) => {
        await appendNotice(tx, notice, tellingAt(at))
        await setTimer(tx, { kind: summaryTimer, ref: shopId, dueAt: rules.summaryAt(at) })
      }),

    closeAudience: (audience) =>
      storage.tx('closeAudience', async (tx) => {
        await lockAudience(tx, audience, 0)
        await tx.db
          .updateTable('audience')
          .set({ closed: 1, last_seq: 0 })
          .where('name', '=', audience)
          .execute()
        await tx.db.deleteFrom('notification').where('audience', '=', audience).execute()
        await tx.db.deleteFrom('read_mark').where('audience', '=', audience).execute()
      }),

    markRead: (mark) => storage.tx('markRead', (tx) => moveMark(tx, mark)),
  }
}

type Reading = Pick<PushStore, 'findOrder' | 'listAfter' | 'findLastSeq' | 'findReadSeq'>

function createReading(storage: Storage<PushTables>): Reading {
  return {
    async findOrder(orderId) {
      const row = await storage.read('findOrder', (db) =>
        db.selectFrom('order_audience').selectAll().where('order_id', '=', orderId).executeTakeFirst(),
      )
      if (!row) return undefined
      const { number, shop_id: shopId, customer_id: customerId, stands } = row
      return { order: { id: orderId, number, shopId, customerId }, stands }
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
  }
}

/** Whose it is, and how it stands; whether that is news, as events may come late. */
async function rememberOrder(tx: Tx<PushTables>, { order, version, stands }: Told): Promise<boolean> {
  const { id, number, shopId, customerId } = order
  const row = { order_id: id, number, shop_id: shopId, customer_id: customerId, version, stands }
  if (await tx.insertIgnore('order_audience', row)) return true
  const older = tx.db.updateTable('order_audience').set({ version, stands }).where('order_id', '=', id)
  return (await older.where('version', '<', version).executeTakeFirst()).numUpdatedRows === 1n
}
