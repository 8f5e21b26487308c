import { type Person, staffOf } from '../domain/person.ts'
import type { State } from '../domain/transitions.ts'
import type { DeskNeeds } from '../ports.ts'

/** Where somebody still has something to do. */
const live: readonly State[] = ['PLACING', 'PENDING', 'CLOSING', 'PAID', 'ACCEPTED', 'DELIVERING']

/** How many of the shop's orders stand where. */
export async function countShopOrders(
  { desk }: Pick<DeskNeeds, 'desk'>,
  shopId: string,
  by: Person,
): Promise<readonly { readonly state: State; readonly orders: number }[]> {
  const counted = await desk.countByState(staffOf(by, shopId), live)
  return live.map((state) => ({ state, orders: counted.get(state) ?? 0 }))
}
