import { Fault } from '#kit/fault.ts'

/** How much there is of a dish. `onHand` null: nobody counts it, so it never runs out. */
export interface StockItem {
  readonly shopId: string
  readonly dishId: string
  readonly onHand: number | null
  readonly reserved: number
  /** What a new day begins with; null: days change nothing. */
  readonly dailyAmount: number | null
  /** Sold out until this instant; 0: on offer. */
  readonly soldOutUntil: number
  /** With this many left or fewer it is low; null: as the installation has it. */
  readonly lowAt: number | null
}

export interface StockFigures {
  readonly onHand: number | null
  readonly dailyAmount: number | null
  readonly reason: string
}

/** What came in or went, other than by orders. */
export interface Adjustment {
  readonly delta: number
  readonly reason: string
}

export type StockEvent =
  | { readonly kind: 'low'; readonly dishId: string; readonly available: number }
  | { readonly kind: 'soldOut' | 'back'; readonly dishId: string }

const amountMax = 1_000_000

const reasonMax = 100

export function checkFigures({ onHand, dailyAmount, reason }: StockFigures): void {
  if (!isAmount(onHand) || !isAmount(dailyAmount))
    throw invalid(`amounts are whole numbers up to ${amountMax}`)
  if (!isReason(reason)) throw unreasoned()
}

export function checkThreshold(lowAt: number | null): void {
  if (!isAmount(lowAt)) throw invalid(`a threshold is a whole number up to ${amountMax}`)
}

export function checkAdjustment({ delta, reason }: Adjustment): void {
  if (delta === 0 || !isAmount(Math.abs(delta))) throw invalid(`an adjustment is up to ${amountMax}, not 0`)
  if (!isReason(reason)) throw unreasoned()
}

/** The item after an adjustment. Throws STOCK_NOT_COUNTED. */
export function adjust(item: StockItem, { delta }: Adjustment): StockItem {
  if (item.onHand === null)
    throw new Fault('precondition', 'STOCK_NOT_COUNTED', 'what nobody counts cannot be adjusted')
  const onHand = item.onHand + delta
  if (onHand > amountMax) throw invalid(`amounts are whole numbers up to ${amountMax}`)
  return { ...item, onHand }
}

/** What is still to be had at `now`; infinite where nobody counts. */
export function availableOf(item: StockItem, now: number): number {
  if (item.soldOutUntil > now) return 0
  return item.onHand === null ? Number.POSITIVE_INFINITY : Math.max(0, item.onHand - item.reserved)
}

/** What there is to say when the available amount of a dish goes from `before` to `after`. */
export function eventsOf(
  dishId: string,
  before: number,
  after: number,
  lowAt: number,
): readonly StockEvent[] {
  if (before > 0 && after <= 0) return [{ kind: 'soldOut', dishId }]
  if (before <= 0 && after > 0) return [{ kind: 'back', dishId }]
  if (before > lowAt && after <= lowAt) return [{ kind: 'low', dishId, available: after }]
  return []
}

/** The item as a new day finds it: filled up beside what is reserved, and on offer again. */
export function renew(item: StockItem, now: number): StockItem {
  const { onHand, reserved, dailyAmount, soldOutUntil } = item
  return {
    ...item,
    onHand: dailyAmount === null ? onHand : reserved + dailyAmount,
    soldOutUntil: soldOutUntil <= now ? 0 : soldOutUntil,
  }
}

/** What was to be had while the old day's marks still counted. */
export function availableOnOldDay(item: StockItem, now: number): number {
  return item.soldOutUntil > 0 ? 0 : availableOf(item, now)
}

function isReason(reason: string): boolean {
  const length = [...reason.trim()].length
  return length >= 1 && length <= reasonMax && !/\p{Cc}/u.test(reason)
}

function invalid(message: string): Fault {
  return new Fault('invalid', 'STOCK_INVALID', message)
}

function unreasoned(): Fault {
  return invalid(`what changes a stock by hand has a reason of up to ${reasonMax} characters`)
}

function isAmount(amount: number | null): boolean {
  return amount === null || (Number.isInteger(amount) && amount >= 0 && amount <= amountMax)
}
