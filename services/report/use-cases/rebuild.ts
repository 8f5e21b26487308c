import { assertSystem, type Person } from '../domain/person.ts'
import type { Customer, Departure, OfOrder, Pages, ReportNeeds } from '../ports.ts'
import { countCustomer } from './count-customer.ts'
import { countDeparture } from './count-departure.ts'
import { learnNews } from './learn-news.ts'

/** Enough to share a commit, and few enough that none waits long for a connection. */
const atOnce = 32

/** Forgets all and counts anew what the sources replay; tells now and then how many events that were. */
export async function* rebuild(needs: ReportNeeds, by: Person): AsyncIterable<number> {
  assertSystem(by)
  await needs.store.forgetAll()
  let events = 0
  for await (const taken of takeIn(needs)) {
    events += taken
    yield events
  }
}

async function* takeIn(needs: ReportNeeds): AsyncIterable<number> {
  const { orders, refunds, customers } = needs.sources
  for await (const page of pagesOf(orders)) yield await learnAll(needs, page)
  for await (const page of pagesOf(refunds)) yield await learnAll(needs, page)
  for await (const page of pagesOf(customers)) yield await countAll(needs, page)
}

async function* pagesOf<T>(read: Pages<T>): AsyncIterable<readonly T[]> {
  let cursor = ''
  do {
    const { items, next } = await read(cursor)
    yield items
    cursor = next
  } while (cursor !== '')
}

/** Orders side by side; the events of one order in turn. */
async function learnAll(needs: ReportNeeds, page: readonly OfOrder[]): Promise<number> {
  const byOrder = [...Map.groupBy(page, ({ orderId }) => orderId)]
  await sideBySide(byOrder, async ([orderId, told]) => {
    for (const { news } of told) await learnNews(needs, orderId, news)
  })
  return page.length
}

async function countAll(needs: ReportNeeds, page: readonly (Customer | Departure)[]): Promise<number> {
  const count = (told: Customer | Departure) =>
    'deletedAt' in told ? countDeparture(needs, told) : countCustomer(needs, told)
  await sideBySide(page, count)
  return page.length
}

async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += atOnce)
    await Promise.all(all.slice(from, from + atOnce).map(work))
}
