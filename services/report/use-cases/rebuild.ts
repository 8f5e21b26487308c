import { assertSystem, type Person } from '../domain/person.ts'
import type { Customer, Departure, OfOrder, Pages, ReportNeeds } from '../ports.ts'
import { countCustomer } from './count-customer.ts'
import { countDeparture } from './count-departure.ts'
import { learnNews } from './learn-news.ts'

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

/** Orders side by side, so that many share one commit; those of one order in turn. */
async function learnAll(needs: ReportNeeds, page: readonly OfOrder[]): Promise<number> {
  const byOrder = [...Map.groupBy(page, ({ orderId }) => orderId)]
  const learning = byOrder.map(async ([orderId, told]) => {
    for (const { news } of told) await learnNews(needs, orderId, news)
  })
  await Promise.all(learning)
  return page.length
}

async function countAll(needs: ReportNeeds, page: readonly (Customer | Departure)[]): Promise<number> {
  const count = (told: Customer | Departure) =>
    'deletedAt' in told ? countDeparture(needs, told) : countCustomer(needs, told)
  await Promise.all(page.map(count))
  return page.length
}
