import type { Shop } from '../domain/catalog.ts'
import { assertItemsBounded, type Item, type PricedItem, priceItem } from '../domain/price.ts'
import type { CatalogNeeds } from '../ports.ts'

export async function priceItems(
  needs: Pick<CatalogNeeds, 'store'>,
  shopId: string,
  items: readonly Item[],
): Promise<{ readonly shop: Shop; readonly items: readonly PricedItem[] }> {
  assertItemsBounded(items)
  const catalog = await needs.store.catalogOf(shopId)
  return { shop: catalog.shop, items: items.map((item) => priceItem(catalog, item)) }
}
