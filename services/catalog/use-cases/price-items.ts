import type { Shop } from '../domain/catalog.ts'
import { assertItemsBounded, type Item, type PricedItem, priceItem } from '../domain/price.ts'
import { type DeliveryWish, type Terms, termsFor } from '../domain/terms.ts'
import type { CatalogNeeds } from '../ports.ts'

interface Offer {
  readonly shop: Shop
  readonly items: readonly PricedItem[]
  readonly terms: Terms
}

export async function priceItems(
  needs: Pick<CatalogNeeds, 'store' | 'clock'>,
  shopId: string,
  items: readonly Item[],
  wish: DeliveryWish,
): Promise<Offer> {
  assertItemsBounded(items)
  const catalog = await needs.store.catalogOf(shopId)
  const { shop } = catalog
  const now = needs.clock.now()
  const terms = termsFor(shop, wish, now)
  const wantedAt = Math.max(now, wish.deliverAt)
  return { shop, items: items.map((item) => priceItem(catalog, item, wantedAt)), terms }
}
