import { checkedCursor, type Page } from '../domain/page.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import { type Replayed, replayed } from '../domain/replay.ts'
import type { OrderNeeds } from '../ports.ts'

/** Orders whose events are told at once. */
const pageMax = 200

/** The events of orders behind the cursor, oldest order first, for those who count them anew. */
export async function replayEvents(
  needs: Pick<OrderNeeds, 'store'>,
  cursor: string,
  by: Person,
): Promise<Page<Replayed>> {
  assertSystem(by)
  const orders = await needs.store.listAfter(checkedCursor(cursor), pageMax)
  const next = orders.length === pageMax ? (orders.at(-1)?.id ?? '') : ''
  return { items: orders.flatMap(replayed), next }
}
