import type { Kysely } from 'kysely'
import type { Storage } from '#kit/storage/storage.ts'
import { foundMax } from '../domain/page.ts'
import type { SearchQuery } from '../domain/search.ts'
import type { State } from '../domain/transitions.ts'
import type { Desk } from '../ports.ts'
import { firstIdOf, slackMs } from './ids-by-time.ts'
import { withHanging } from './read-orders.ts'
import type { OrderTables } from './tables.ts'

type Reader = Kysely<OrderTables>

export function createSearch(storage: Storage<OrderTables>): Pick<Desk, 'search' | 'countFound'> {
  return {
    search: (query) =>
      storage.read('searchOrders', async (db) => {
        const { limit, offset } = query
        const page = newestOf(db, query, offset + limit)
          .limit(limit)
          .offset(offset)
        const ids = (await page.execute()).map(({ id }) => id)
        if (ids.length === 0) return []
        const rows = db.selectFrom('orders').selectAll().where('id', 'in', ids).orderBy('id', 'desc')
        return withHanging(db, await rows.execute())
      }),

    countFound: (query) =>
      storage.read('countFound', async (db) => {
        const some = newestOf(db, query, foundMax).limit(foundMax).as('some')
        const counted = db.selectFrom(some).select(({ fn }) => fn.countAll<number>().as('orders'))
        return Number((await counted.executeTakeFirst())?.orders ?? 0)
      }),
  }
}

/** The ids that fit, newest first: as many as are asked at least, if there are so many. */
function newestOf(db: Reader, query: SearchQuery, limit: number) {
  const { states, number, phone, customerId } = query
  const isOfFew = number !== '' || phone !== '' || customerId !== ''
  if (isOfFew && states.length > 0) return newestInState(db, query)
  const ofState = (state?: State) =>
    sought(db, query, state).select('id').orderBy('id', 'desc').limit(limit).as('of_state')
  const [first, ...others] = states.length > 0 ? states.map(ofState) : [ofState()]
  // An index gives the newest of one state; the newest of several are among the newest of each.
  const ofEach = others.reduce(
    (all, some) => all.unionAll(db.selectFrom(some).select('id')),
    db.selectFrom(first ?? ofState()).select('id'),
  )
  return db.selectFrom(ofEach.as('found')).select('found.id').orderBy('found.id', 'desc')
}

/** Few orders are the customer’s or have the text, many have the state: an index finds the few first. */
function newestInState(db: Reader, query: SearchQuery) {
  const matching = sought(db, query).select('id').orderBy('id', 'desc').limit(foundMax).as('matching')
  const found = db
    .selectFrom('orders')
    .select('orders.id')
    .innerJoin(matching, 'matching.id', 'orders.id')
    .where('orders.state', 'in', query.states)
  return db.selectFrom(found.as('found')).select('found.id').orderBy('found.id', 'desc')
}

/** Along an index of the shop: ids sort by time, and number and phone stand in the index beside them. */
function sought(db: Reader, query: SearchQuery, state?: State) {
  const { shopId, number, phone, customerId, beginAt, endAt, before } = query
  let select = db.selectFrom('orders').where('shop_id', '=', shopId)
  if (state !== undefined) select = select.where('state', '=', state)
  if (customerId !== '') select = select.where('customer_id', '=', customerId)
  if (number !== '') select = select.where('number', 'like', `%${number}%`)
  if (phone !== '') select = select.where('phone', 'like', `%${phone}%`)
  if (beginAt > 0)
    select = select.where('id', '>', firstIdOf(beginAt - slackMs)).where('created_at', '>=', beginAt)
  if (endAt > 0) select = select.where('id', '<', firstIdOf(endAt + slackMs)).where('created_at', '<', endAt)
  if (before !== '') select = select.where('id', '<', before)
  return select
}
