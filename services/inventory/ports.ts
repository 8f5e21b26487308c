import type { Clock } from '#kit/clock.ts'
import type { Ids } from '#kit/ids.ts'
import type { Movement } from './domain/movement.ts'
import type { Reservation, Wish } from './domain/reservation.ts'
import type { Adjustment, StockFigures, StockItem } from './domain/stock.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface InventoryNeeds {
  readonly store: InventoryStore
  readonly clock: Clock
  readonly ids: Ids
  /** Shortens a text to 64 characters that no other text has. */
  readonly digest: (text: string) => string
  /** The instant after `now` at which the next business day begins. */
  readonly nextDayCut: (now: number) => number
}

/** What a change of stock needs besides its figures. */
export interface Occasion {
  readonly now: number
  /** When the next business day begins. */
  readonly nextCutAt: number
  /** Names the movement, once and for ever. */
  readonly ref: string
  /** Who moves it; empty: the day itself. */
  readonly by: string
}

export interface MovementQuery {
  readonly shopId: string
  readonly dishId: string
  /** Only those with a smaller id. */
  readonly below: number
  readonly limit: number
}

export interface Mark {
  readonly soldOut: boolean
  readonly now: number
  readonly nextCutAt: number
}

export interface InventoryStore {
  /** Holds all of the wish or nothing; a known order keeps its outcome. Throws RESERVATION_DIFFERS. */
  reserve(wish: Wish, fingerprint: string, now: number): Promise<Reservation>
  /** Gives a hold back; leaves a tombstone of an order never seen. */
  release(orderId: string, now: number): Promise<Reservation>
  /** Takes a hold out of stock for good. What was released or rejected stays so. Throws NOTHING_RESERVED. */
  commit(orderId: string, now: number): Promise<Reservation>
  listStock(shopId: string, dishIds: readonly string[]): Promise<readonly StockItem[]>
  /** Throws STOCK_BELOW_RESERVED. */
  setStock(shopId: string, dishId: string, figures: StockFigures, occasion: Occasion): Promise<StockItem>
  setThreshold(shopId: string, dishId: string, lowAt: number | null): Promise<StockItem>
  /** Once for each `ref`. Throws STOCK_NOT_COUNTED, STOCK_BELOW_RESERVED and ADJUSTMENT_DIFFERS. */
  adjustStock(shopId: string, dishId: string, change: Adjustment, occasion: Occasion): Promise<StockItem>
  /** Newest first. */
  listMovements(query: MovementQuery): Promise<readonly Movement[]>
  /** Of which nothing is to be had at `now`. */
  listSoldOut(shopId: string, now: number): Promise<readonly StockItem[]>
  markSoldOut(shopId: string, dishId: string, mark: Mark): Promise<StockItem>
  /** Begins the new business day where it is due; a second call on the same day changes nothing. */
  cutDay(shopId: string, occasion: Occasion): Promise<void>
}
