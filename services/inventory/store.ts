import type { Storage, Tx } from '#kit/storage/storage.ts'
import { adjust, availableOf, availableOnOldDay, eventsOf, renew, type StockItem } from './domain/stock.ts'
import type { Announce } from './events.ts'
import type { InventoryStore } from './ports.ts'
import {
  beginCuttingDays,
  beginDay,
  type HeldItem,
  holdDueItems,
  holdItem,
  isAdjusted,
  recordMove,
  saveItem,
} from './store/figures.ts'
import { claim, eventsAround, giveBack, holdAll, recordLines, reject } from './store/hold.ts'
import { buryUnknown, settleHold, standingOf, takeOut } from './store/settle.ts'
import { selectSoldOut } from './store/statements.ts'
import { type InventoryTables, toMovement, toStockItem } from './store/tables.ts'

interface StoreNeeds {
  readonly storage: Storage<InventoryTables>
  readonly announce: Announce
  readonly lowStockAt: () => number
}

export function createInventoryStore(needs: StoreNeeds): InventoryStore {
  return { ...reservationVerbs(needs), ...readVerbs(needs), ...staffVerbs(needs), ...dayVerbs(needs) }
}

function reservationVerbs({
  storage,
  announce,
  lowStockAt,
}: StoreNeeds): Pick<InventoryStore, 'reserve' | 'release' | 'commit'> {
  return {
    reserve: (wish, fingerprint, now) =>
      storage.tx('reserve', async (tx) => {
        const earlier = await claim(tx, wish, fingerprint, now)
        if (earlier) return earlier
        const short = await holdAll(tx, wish, now)
        if (short.length > 0) return reject(tx, wish.orderId, short)
        await recordLines(tx, wish)
        await announce(tx, wish.shopId, await eventsAround(tx, wish, -1, { now, lowAt: lowStockAt() }))
        return { orderId: wish.orderId, outcome: 'HELD', shortDishIds: [] }
      }),

    release: (orderId, now) =>
      storage.tx('release', async (tx) => {
        if (await buryUnknown(tx, orderId, now)) return { orderId, outcome: 'RELEASED', shortDishIds: [] }
        const held = await settleHold(tx, orderId, 'RELEASED', now)
        if (!held) return standingOf(tx, orderId)
        for (const line of held.lines) await giveBack(tx, held.shopId, line)
        await announce(tx, held.shopId, await eventsAround(tx, held, 1, { now, lowAt: lowStockAt() }))
        return { orderId, outcome: 'RELEASED', shortDishIds: [] }
      }),

    commit: (orderId, now) =>
      storage.tx('commit', async (tx) => {
        const held = await settleHold(tx, orderId, 'COMMITTED', now)
        if (!held) return standingOf(tx, orderId)
        for (const line of held.lines) await takeOut(tx, held.shopId, line, { id: orderId, now })
        return { orderId, outcome: 'COMMITTED', shortDishIds: [] }
      }),
  }
}

function readVerbs({
  storage,
}: StoreNeeds): Pick<InventoryStore, 'listStock' | 'listSoldOut' | 'listMovements'> {
  return {
    listStock: (shopId, dishIds) =>
      storage.read('listStock', async (db) => {
        const all = db.selectFrom('stock').selectAll().where('shop_id', '=', shopId).orderBy('dish_id')
        const asked = dishIds.length === 0 ? all : all.where('dish_id', 'in', [...dishIds])
        return (await asked.execute()).map(toStockItem)
      }),

    listSoldOut: (shopId, now) =>
      storage.read('listSoldOut', async (db) => {
        const { rows } = await selectSoldOut(db, { shopId, now })
        return rows.map(toStockItem)
      }),

    listMovements: ({ shopId, dishId, below, limit }) =>
      storage.read('listMovements', async (db) => {
        const ofDish = db.selectFrom('stock_move').selectAll().where('shop_id', '=', shopId)
        const newest = ofDish.where('dish_id', '=', dishId).where('id', '<', below).orderBy('id', 'desc')
        return (await newest.limit(limit).execute()).map(toMovement)
      }),
  }
}

function staffVerbs(needs: StoreNeeds): Pick<InventoryStore, 'setStock' | 'setThreshold' | 'adjustStock'> {
  const { storage } = needs
  return {
    setStock: (shopId, dishId, { reason, ...figures }, { now, nextCutAt, ref, by }) =>
      storage.tx('setStock', async (tx) => {
        if (figures.dailyAmount !== null) await beginCuttingDays(tx, shopId, nextCutAt)
        const held = await holdItem(tx, shopId, dishId)
        const item = { ...held.item, ...figures }
        await replace(needs, tx, held, { item, before: availableOf(held.item, now), now })
        await recordMove(tx, held.item, item, { kind: 'SET', ref, reason, moved_by: by, at: now })
        return item
      }),

    setThreshold: (shopId, dishId, lowAt) =>
      storage.tx('setThreshold', async (tx) => {
        const held = await holdItem(tx, shopId, dishId)
        const item = { ...held.item, lowAt }
        await saveItem(tx, held, item)
        return item
      }),

    adjustStock: (shopId, dishId, change, { now, ref, by }) =>
      storage.tx('adjustStock', async (tx) => {
        const held = await holdItem(tx, shopId, dishId)
        if (await isAdjusted(tx, { ref, dishId, delta: change.delta })) return held.item
        const item = adjust(held.item, change)
        await replace(needs, tx, held, { item, before: availableOf(held.item, now), now })
        const why = { kind: 'ADJUST', ref, reason: change.reason, moved_by: by, at: now } as const
        await recordMove(tx, held.item, item, why)
        return item
      }),
  }
}

function dayVerbs(needs: StoreNeeds): Pick<InventoryStore, 'markSoldOut' | 'cutDay'> {
  const { storage } = needs
  return {
    markSoldOut: (shopId, dishId, { soldOut, now, nextCutAt }) =>
      storage.tx('markSoldOut', async (tx) => {
        if (soldOut) await beginCuttingDays(tx, shopId, nextCutAt)
        const held = await holdItem(tx, shopId, dishId)
        const item = { ...held.item, soldOutUntil: soldOut ? nextCutAt : 0 }
        await replace(needs, tx, held, { item, before: availableOf(held.item, now), now })
        return item
      }),

    cutDay: (shopId, { now, nextCutAt, ref, by }) =>
      storage.tx('cutDay', async (tx) => {
        if (!(await beginDay(tx, shopId, now, nextCutAt))) return
        for (const held of await holdDueItems(tx, shopId, now)) {
          const item = renew(held.item, now)
          await replace(needs, tx, held, { item, before: availableOnOldDay(held.item, now), now })
          if (item.dailyAmount === null) continue
          await recordMove(tx, held.item, item, { kind: 'DAY', ref, reason: '', moved_by: by, at: now })
        }
      }),
  }
}

interface Figures {
  readonly item: StockItem
  /** How many were to be had before. */
  readonly before: number
  readonly now: number
}

/** Writes new figures and says what they mean to those who watch the stock. */
async function replace(
  { announce, lowStockAt }: StoreNeeds,
  tx: Tx<InventoryTables>,
  held: HeldItem,
  { item, before, now }: Figures,
): Promise<void> {
  await saveItem(tx, held, item)
  const lowAt = item.lowAt ?? lowStockAt()
  await announce(tx, item.shopId, eventsOf(item.dishId, before, availableOf(item, now), lowAt))
}
