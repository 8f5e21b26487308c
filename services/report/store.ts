import { prepared } from '#kit/storage/prepared.ts'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import { type Fact, nothingKnown } from './domain/fact.ts'
import type { Period } from './domain/period.ts'
import type { Figure, Naming, Tally } from './domain/tally.ts'
import type { Change, ReportStore } from './ports.ts'
import { addGain, createCustomerList, forgetCustomer } from './store/customers.ts'
import type { ReportTables } from './store/tables.ts'

type ReportTx = Tx<ReportTables>
type Db = ReportTx['db']

export function createReportStore(storage: Storage<ReportTables>): ReportStore {
  return {
    changeFact: (orderId, change) => storage.tx('changeFact', (tx) => changeFact(tx, orderId, change)),

    recordCustomer: ({ id, registeredAt }, tally) =>
      storage.tx('recordCustomer', async (tx) => {
        const isNew = await tx.insertIgnore('customer', { customer_id: id, registered_at: registeredAt })
        if (isNew) await add(tx, tally)
      }),

    recordDeparture: (customerId, tally) =>
      storage.tx('recordDeparture', async (tx) => {
        if (!(await tx.insertIgnore('departure', { customer_id: customerId }))) return
        await add(tx, tally)
        await forgetCustomer(tx, customerId)
      }),

    forgetAll: () =>
      storage.tx('forgetAll', async (tx) => {
        for (const table of [
          'order_fact',
          'customer',
          'departure',
          'shop_customer',
          'tally',
          'item',
        ] as const)
          await tx.db.deleteFrom(table).execute()
      }),

    ...createReports(storage),
    ...createCustomerList(storage),
  }
}

interface Top extends Period {
  readonly shopId: string
  readonly figure: Figure
  readonly limit: number
}

type Reports = Pick<ReportStore, 'listTallies' | 'listTop' | 'listTopNames' | 'sumBefore'>

function createReports(storage: Storage<ReportTables>): Reports {
  return {
    listTallies: (shopId, figures, { from, to }) =>
      storage.read('listTallies', async (db) => {
        const rows = await db
          .selectFrom('tally')
          .select(['figure', 'day', 'about', 'times', 'fen'])
          .where('shop_id', '=', shopId)
          .where('figure', 'in', figures)
          .where('day', '>=', from)
          .where('day', '<=', to)
          .execute()
        return rows.map((row) => ({ ...row, figure: row.figure as Figure }))
      }),

    listTop: (shopId, figure, period, limit) =>
      storage.read('listTop', (db) => readTop(db, { shopId, figure, ...period, limit })),

    listTopNames: (shopId, period, limit) =>
      storage.read('listTopNames', (db) => readTopNames(db, { shopId, figure: 'name', ...period, limit })),

    sumBefore: (shopId, figure, day) =>
      storage.read('sumBefore', async (db) => {
        const row = await db
          .selectFrom('tally')
          .select(({ fn }) => [
            fn.sum<number | null>('times').as('times'),
            fn.sum<number | null>('fen').as('fen'),
          ])
          .where('shop_id', '=', shopId)
          .where('figure', '=', figure)
          .where('day', '<', day)
          .executeTakeFirst()
        return { times: Number(row?.times ?? 0), fen: Number(row?.fen ?? 0) }
      }),
  }
}

async function readTop(db: Db, { shopId, figure, from, to, limit }: Top) {
  const rows = await db
    .selectFrom('tally')
    .innerJoin('item', (join) =>
      join.onRef('item.shop_id', '=', 'tally.shop_id').onRef('item.item', '=', 'tally.about'),
    )
    .select((row) => [
      ...(['item.item', 'item.name'] as const),
      row.fn.sum<number>('tally.times').as('times'),
      row.fn.sum<number>('tally.fen').as('fen'),
    ])
    .where('tally.shop_id', '=', shopId)
    .where('figure', '=', figure)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['item.item', 'item.name'])
    .orderBy('times', 'desc')
    .orderBy('fen', 'desc')
    .orderBy('item.item')
    .limit(limit)
    .execute()
  return rows.map(({ times, fen, ...row }) => ({ ...row, times: Number(times), fen: Number(fen) }))
}

async function readTopNames(db: Db, { shopId, figure, from, to, limit }: Top) {
  const rows = await db
    .selectFrom('tally')
    .select((row) => ['about', row.fn.sum<number>('times').as('quantity')])
    .where('shop_id', '=', shopId)
    .where('figure', '=', figure)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy('about')
    .orderBy('quantity', 'desc')
    .orderBy('about')
    .limit(limit)
    .execute()
  return rows.map(({ about: name, quantity }) => ({ name, quantity: Number(quantity) }))
}

/** Holds the order's row from looking to writing: two events of one order count one after the other. */
async function changeFact(tx: ReportTx, orderId: string, change: (known: Fact) => Change): Promise<void> {
  const { fact, tallies, namings, gain } = change(await lockFact(tx, orderId))
  await writeFact(tx.db, { orderId, fact: JSON.stringify(fact) })
  for (const tally of tallies) await add(tx, tally)
  for (const naming of namings) await rename(tx, naming)
  if (gain) await addGain(tx, gain)
}

const writeFact = prepared((db: Db, value: { orderId: string; fact: string }) =>
  db.updateTable('order_fact').set({ fact: value.fact }).where('order_id', '=', value.orderId),
)

/** Looks first: inserting what is there would leave all with a shared lock that none can make their own. */
async function lockFact(tx: ReportTx, orderId: string): Promise<Fact> {
  const locking = tx.lockForUpdate(
    tx.db.selectFrom('order_fact').select('fact').where('order_id', '=', orderId),
  )
  const known = await locking.executeTakeFirst()
  if (known) return JSON.parse(known.fact) as Fact
  await tx.insertIgnore('order_fact', { order_id: orderId, fact: JSON.stringify(nothingKnown) })
  return JSON.parse((await locking.executeTakeFirstOrThrow()).fact) as Fact
}

const addTo = prepared((db: Db, value: Omit<Tally, 'figure'> & { figure: string }) =>
  db
    .updateTable('tally')
    .set((row) => ({ times: row('times', '+', value.times), fen: row('fen', '+', value.fen) }))
    .where('shop_id', '=', value.shopId)
    .where('figure', '=', value.figure)
    .where('day', '=', value.day)
    .where('about', '=', value.about),
)

async function add(tx: ReportTx, tally: Tally): Promise<void> {
  const added = await addTo(tx.db, { ...tally })
  if (added.numAffectedRows === 1n) return
  const { shopId: shop_id, figure, day, about } = tally
  await tx.insertIgnore('tally', { shop_id, figure, day, about, times: 0, fen: 0 })
  await addTo(tx.db, { ...tally })
}

/** The latest name stays; of two at the same moment always the same one. */
async function rename(tx: ReportTx, { shopId, item, name, at }: Naming): Promise<void> {
  const known = tx.db.selectFrom('item').select(['name', 'named_at']).where('shop_id', '=', shopId)
  const row = await tx.lockForUpdate(known.where('item', '=', item)).executeTakeFirst()
  if (!row) {
    const isNew = await tx.insertIgnore('item', { shop_id: shopId, item, name, named_at: at })
    if (isNew) return
  }
  await tx.db
    .updateTable('item')
    .set({ name, named_at: at })
    .where('shop_id', '=', shopId)
    .where('item', '=', item)
    .where((is) => is.or([is('named_at', '<', at), is.and([is('named_at', '=', at), is('name', '<', name)])]))
    .execute()
}
