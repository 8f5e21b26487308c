import { type Actor, assertForOrder } from '../domain/permission.ts'
import { checkIds, type Reservation } from '../domain/reservation.ts'
import type { InventoryNeeds } from '../ports.ts'

export async function commit(
  needs: Pick<InventoryNeeds, 'store' | 'clock'>,
  by: Actor,
  orderId: string,
): Promise<Reservation> {
  assertForOrder(by)
  checkIds([orderId])
  return needs.store.commit(orderId, needs.clock.now())
}
