import type { StockItem } from '../web/gen/operations.ts'

export type StockState = 'unlimited' | 'fine' | 'low' | 'gone' | 'soldOut'

/** What is still to be had; undefined: as much as one likes. */
export function leftOf(item: StockItem | undefined): number | undefined {
  return item === undefined || item.onHand === null ? undefined : Math.max(0, item.onHand - item.reserved)
}

/** With so few left a dish runs low where nobody has said otherwise. */
export const lowAtUsually = 5

export function stockStateOf(item: StockItem | undefined, isGone: boolean): StockState {
  if (item?.soldOutUntil) return 'soldOut'
  if (isGone) return 'gone'
  const left = leftOf(item)
  if (left === undefined) return 'unlimited'
  if (left === 0) return 'gone'
  return left <= (item?.lowAt ?? lowAtUsually) ? 'low' : 'fine'
}

/** What somebody should look at. */
export const isScarce = (state: StockState) => state === 'low' || state === 'gone' || state === 'soldOut'
