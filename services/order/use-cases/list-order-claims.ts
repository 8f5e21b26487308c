import { type Claim, claimsMax } from '../domain/claim.ts'
import { visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import type { AfterSalesNeeds } from '../ports.ts'

/** All claims of an order, oldest first. */
export async function listOrderClaims(
  { store, claims }: Pick<AfterSalesNeeds, 'store' | 'claims'>,
  orderId: string,
  by: Person,
): Promise<readonly Claim[]> {
  visibleTo(await store.find(orderId), by)
  const newest = await claims.list({ orderId, states: [], before: '', limit: claimsMax })
  return newest.toReversed()
}
