import { type Consignee, checkedOrderIds, masked } from '../domain/consignee.ts'
import { type Person, staffOf } from '../domain/person.ts'
import type { DeskNeeds } from '../ports.ts'

/** To whom some of the shop's orders went, with phones that nobody can call. */
export async function listConsignees(
  { desk }: Pick<DeskNeeds, 'desk'>,
  shopId: string,
  orderIds: readonly string[],
  by: Person,
): Promise<readonly Consignee[]> {
  const found = await desk.consigneesOf(staffOf(by, shopId), checkedOrderIds(orderIds))
  return found.map((consignee) => ({ ...consignee, phone: masked(consignee.phone) }))
}
