import { type Fact, noticesOf } from '../domain/notice.ts'
import type { PushNeeds } from '../ports.ts'

/** Writes what the audiences of an order are told, and answers nothing before it is written. */
export async function tellFact(
  needs: Pick<PushNeeds, 'bells' | 'clock' | 'store'>,
  fact: Fact,
): Promise<void> {
  const notices = noticesOf(fact)
  await needs.store.recordNotices(fact.order, notices, needs.clock.now())
  for (const { audience } of notices) needs.bells.ring(audience)
}
