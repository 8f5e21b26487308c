import { type Actor, assertForOrder } from '../domain/permission.ts'
import { canonicalOf, type Reservation, type ReserveLine, wishOf } from '../domain/reservation.ts'
import type { InventoryNeeds } from '../ports.ts'

export interface ReserveRequest {
  readonly orderId: string
  readonly shopId: string
  readonly lines: readonly ReserveLine[]
}

export async function reserve(
  needs: Pick<InventoryNeeds, 'store' | 'clock' | 'digest'>,
  by: Actor,
  { orderId, shopId, lines }: ReserveRequest,
): Promise<Reservation> {
  assertForOrder(by)
  const wish = wishOf(orderId, shopId, lines)
  return needs.store.reserve(wish, needs.digest(canonicalOf(wish)), needs.clock.now())
}
