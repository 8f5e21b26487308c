import { Fault } from '#kit/fault.ts'
import type { Catalog, ItemFields, SoldItem } from './catalog.ts'
import { checkMealtimes } from './mealtimes.ts'
import { lastSort, unkept } from './sort.ts'

/** What a new item has beside what was written: it comes last and is sold all day, once it is on sale. */
export function beginItem(
  catalog: Catalog,
  { categoryId, sort, mealtimes = [] }: ItemFields,
  onSale: boolean,
) {
  return {
    ...unkept,
    shopId: catalog.shop.id,
    sort: sort ?? lastSort(catalog, categoryId),
    mealtimes: checkMealtimes(mealtimes),
    onSale,
    version: 1,
  }
}

/** What an item keeps where nothing was written; throws ITEM_CHANGED where the writer has read another. */
export function continueItem(before: SoldItem, { sort, mealtimes, version }: ItemFields) {
  if (version !== undefined && version !== before.version) throw changed(before)
  return {
    sort: sort ?? before.sort,
    mealtimes: mealtimes ? checkMealtimes(mealtimes) : before.mealtimes,
    version: before.version + 1,
  }
}

function changed({ id, version }: SoldItem): Fault {
  const details = { id, version: String(version) }
  return new Fault('conflict', 'ITEM_CHANGED', `item ${id} is at version ${version}`, { details })
}
