import type { Catalog, Dish, SetMeal } from './catalog.ts'
import { isMealtime } from './mealtimes.ts'
import { isSellable } from './price.ts'

/** Which dishes or set meals are listed. */
export interface ItemList {
  /** Empty: of all categories. */
  readonly categoryId: string
  /** Only what a customer can order now. */
  readonly servedNow: boolean
}

export function isListed(catalog: Catalog, item: Dish | SetMeal, list: ItemList, now: number): boolean {
  if (list.categoryId !== '' && item.categoryId !== list.categoryId) return false
  return !list.servedNow || (isSellable(catalog, item) && isMealtime(catalog, item, now))
}
