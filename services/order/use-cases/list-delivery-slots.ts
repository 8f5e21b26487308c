import type { Slot } from '../domain/pricing.ts'
import type { OrderNeeds } from '../ports.ts'

export interface DeliverySlot extends Slot {
  /** Orders that are booked in it. */
  readonly used: number
}

/** What the shop offers to be booked, and how far it is. */
export async function listDeliverySlots(
  needs: Pick<OrderNeeds, 'catalog' | 'store'>,
  shopId: string,
): Promise<readonly DeliverySlot[]> {
  const slots = await needs.catalog.slots(shopId)
  const used = await needs.store.slotsUsed(shopId, slots[0]?.startAt ?? 0, slots.at(-1)?.startAt ?? 0)
  return slots.map((slot) => ({ ...slot, used: used.get(slot.startAt) ?? 0 }))
}
