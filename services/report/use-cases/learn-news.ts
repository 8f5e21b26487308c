import { learn, type News } from '../domain/fact.ts'
import { gainOf, visitOf } from '../domain/shop-customer.ts'
import { difference, namingsOf, talliesOf } from '../domain/tally.ts'
import type { ReportNeeds } from '../ports.ts'

/** Takes in what an event tells of an order, and counts what that changes. */
export async function learnNews(
  { store, rule }: Pick<ReportNeeds, 'store' | 'rule'>,
  orderId: string,
  news: News,
): Promise<void> {
  await store.changeFact(orderId, (known) => {
    const fact = learn(known, news)
    const tallies = difference(talliesOf(known, rule()), talliesOf(fact, rule()))
    const gain = gainOf(visitOf(orderId, known), visitOf(orderId, fact))
    return { fact, tallies, namings: tallies.length === 0 ? [] : namingsOf(fact), gain }
  })
}
