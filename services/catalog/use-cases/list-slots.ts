import { type Slot, slotsOf } from '../domain/slots.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function listSlots(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  shopId: string,
): Promise<readonly Slot[]> {
  const { shop } = await needs.store.catalogOf(shopId)
  return slotsOf(shop, needs.clock.now())
}
