import type { PushNeeds } from '../ports.ts'
import { tellFact } from './tell-fact.ts'

/** Tells the shop of an order again that still waits to be accepted. */
export async function warnUrgent(
  needs: Pick<PushNeeds, 'bells' | 'clock' | 'rules' | 'store'>,
  orderId: string,
  deliverAt: number,
): Promise<void> {
  const found = await needs.store.findOrder(orderId)
  if (found?.stands !== 'order.paid') return
  const { order } = found
  await tellFact(needs, { type: 'order.urgent', order, ref: orderId, details: { deliverAt }, version: 0 })
}
