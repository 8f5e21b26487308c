import { type CarryOnNeeds, carryOn } from './carry-on.ts'

/** Looks at an order whose time has come and does what is still to be done for it. */
export async function advanceOrder(needs: CarryOnNeeds, orderId: string): Promise<void> {
  const order = await needs.store.find(orderId)
  if (order) await carryOn(needs, order)
}
