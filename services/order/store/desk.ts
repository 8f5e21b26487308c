import type { Kysely } from 'kysely'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { NewNote, Note } from '../domain/note.ts'
import type { State } from '../domain/transitions.ts'
import type { Desk } from '../ports.ts'
import { createSearch } from './search.ts'
import type { OrderTables } from './tables.ts'

type OrderTx = Tx<OrderTables>
type Reader = Kysely<OrderTables>

export function createDesk(storage: Storage<OrderTables>): Desk {
  return {
    ...createSearch(storage),
    countByState: (shopId, states) =>
      storage.read('countByState', async (db) => {
        const ofShop = db.selectFrom('orders').where('shop_id', '=', shopId).where('state', 'in', states)
        const counted = ofShop.select(({ fn }) => ['state', fn.countAll<number>().as('orders')])
        const rows = await counted.groupBy('state').execute()
        return new Map(rows.map(({ state, orders }) => [state as State, Number(orders)]))
      }),

    consigneesOf: (shopId, orderIds) =>
      storage.read('consigneesOf', async (db) => {
        if (orderIds.length === 0) return []
        const ofShop = db.selectFrom('orders').where('id', 'in', orderIds).where('shop_id', '=', shopId)
        return ofShop.select(['id as orderId', 'consignee as name', 'phone']).execute()
      }),

    notesOf: (orderId) =>
      storage.read('notesOf', async (db) => {
        const rows = await notes(db, orderId).orderBy('n').execute()
        return rows.map(noteOf)
      }),

    addNote: (orderId, note, notesMax) => storage.tx('addNote', (tx) => addNote(tx, orderId, note, notesMax)),
  }
}

/** Numbered within the order, whose row is held meanwhile. */
async function addNote(
  tx: OrderTx,
  orderId: string,
  { by, text, at, key }: NewNote,
  notesMax: number,
): Promise<Note | null> {
  await tx.lockForUpdate(tx.db.selectFrom('orders').select('id').where('id', '=', orderId)).execute()
  const earlier = await notes(tx.db, orderId).execute()
  const same = earlier.find((row) => row.by_name === by && row.idem_key === key)
  if (same) return noteOf(same)
  if (earlier.length >= notesMax) return null
  const row = { order_id: orderId, n: earlier.length + 1, by_name: by, text, at, idem_key: key }
  await tx.db.insertInto('order_note').values(row).execute()
  return noteOf(row)
}

function notes(db: Reader, orderId: string) {
  return db.selectFrom('order_note').selectAll().where('order_id', '=', orderId)
}

function noteOf({
  n,
  by_name: by,
  text,
  at,
}: {
  n: number
  by_name: string
  text: string
  at: number
}): Note {
  return { n, by, text, at }
}
