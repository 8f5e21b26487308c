import { dayOf } from '../domain/day.ts'
import { everyShop } from '../domain/tally.ts'
import type { Departure, ReportNeeds } from '../ports.ts'

/** Counts a customer who is gone on the day the account was deleted. */
export async function countDeparture(
  { store, rule }: Pick<ReportNeeds, 'store' | 'rule'>,
  { id, deletedAt }: Departure,
): Promise<void> {
  const day = dayOf(deletedAt, rule())
  const tally = { shopId: everyShop, figure: 'left', day, about: '', times: 1, fen: 0 } as const
  await store.recordDeparture(id, tally)
}
