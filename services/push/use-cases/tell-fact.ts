import { type Fact, noticesOf, standsBy } from '../domain/notice.ts'
import type { PushNeeds } from '../ports.ts'

/** Writes what the audiences of an order are told, and answers nothing before it is written. */
export async function tellFact(
  needs: Pick<PushNeeds, 'bells' | 'clock' | 'rules' | 'store'>,
  fact: Fact,
): Promise<void> {
  const at = needs.clock.now()
  const notices = noticesOf(fact)
  const urgent = fact.type === 'order.paid' ? { urgent: urgentOf(needs, fact, at) } : {}
  await needs.store.recordNotices({ order: fact.order, ...standsBy(fact), notices, ...urgent }, at)
  for (const { audience } of notices) needs.bells.ring(audience)
}

/** As soon as possible is urgent after a while; what is wanted later, a while before. */
function urgentOf(needs: Pick<PushNeeds, 'rules'>, { details }: Fact, at: number) {
  const { urgentAfterMs, urgentBeforeMs } = needs.rules()
  const deliverAt = Number(details.deliverAt ?? 0)
  const dueAt = deliverAt > 0 ? Math.max(at, deliverAt - urgentBeforeMs) : at + urgentAfterMs
  return { dueAt, payload: String(deliverAt) }
}
