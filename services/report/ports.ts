import type { Clock } from '#kit/clock.ts'
import type { Ids } from '#kit/ids.ts'
import type { DayRule } from './domain/day.ts'
import type { Fact, News } from './domain/fact.ts'
import type { Period } from './domain/period.ts'
import type { Counted, Sum } from './domain/report.ts'
import type { Sheet } from './domain/sheet.ts'
import type { CustomersPage, Gain, ShopCustomer } from './domain/shop-customer.ts'
import type { Figure, Naming, Tally } from './domain/tally.ts'
import type { Workbook, WorkbookState } from './domain/workbook.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface ReportNeeds {
  readonly store: ReportStore
  readonly sources: Sources
  readonly writer: WorkbookWriter
  readonly clock: Clock
  readonly rule: () => DayRule
}

/** What workbooks that are kept need beside. */
export interface WorkbookNeeds extends Pick<ReportNeeds, 'store' | 'writer' | 'clock'> {
  readonly workbooks: WorkbookStore
  readonly ids: Ids
  readonly workbookRules: () => WorkbookRules
}

export interface WorkbookRules {
  /** How long a workbook is kept. */
  readonly keptMs: number
  /** How many a shop has at once, ended or not. */
  readonly keptMax: number
}

export interface WorkbookKey {
  readonly by: string
  readonly key: string
  readonly fingerprint: string
}

export interface WorkbookId {
  readonly shopId: string
  readonly workbookId: string
}

export interface WorkbookStore {
  find(id: string): Promise<Workbook | null>
  findByKey(key: WorkbookKey): Promise<{ found: Workbook; isSame: boolean } | null>
  /** Workbook, key and wake-ups together; nothing where the key was used, or the shop has one under way. */
  record(created: Workbook, key: WorkbookKey, keptMax: number): Promise<'RECORDED' | 'KEY_USED' | 'BUSY'>
  /** What becomes of it, with its file and the next wake-up; false where it was moved meanwhile. */
  move(before: Workbook, state: WorkbookState, body?: Uint8Array): Promise<boolean>
  findBody(id: string): Promise<Uint8Array | null>
  remove(id: string): Promise<void>
}

/** Those who know the truth, and tell their events once more. */
export interface Sources {
  readonly orders: Pages<OfOrder>
  readonly refunds: Pages<OfOrder>
  /** Both what became of a customer and that there is one. */
  readonly customers: Pages<Customer | Departure>
}

/** One page behind a cursor; empty is the beginning, and `next` is empty at the end. */
export type Pages<T> = (cursor: string) => Promise<{ readonly items: readonly T[]; readonly next: string }>

export interface OfOrder {
  readonly orderId: string
  readonly news: News
}

/** What is known of an order now, and what must be added because of it. */
export interface Change {
  readonly fact: Fact
  readonly tallies: readonly Tally[]
  readonly namings: readonly Naming[]
  /** For the customer whose order it is. */
  readonly gain: Gain | null
}

export interface ReportStore {
  /** Changes what is known of an order, and what it counts for, together. */
  changeFact(orderId: string, change: (known: Fact) => Change): Promise<void>
  /** Counts a customer once. */
  recordCustomer(customer: Customer, tally: Tally): Promise<void>
  /** Counts once that a customer is gone, and forgets what they have had of each shop. */
  recordDeparture(customerId: string, tally: Tally): Promise<void>
  /** Nothing is known any more, and nothing counted. */
  forgetAll(): Promise<void>
  /** What was counted day by day, for figures of one shop. */
  listTallies(shopId: string, figures: readonly Figure[], period: Period): Promise<readonly Counted[]>
  /** Those items, or categories, of a shop of which most pieces were sold, with their latest names. */
  listTop(
    shopId: string,
    figure: 'item' | 'category',
    period: Period,
    limit: number,
  ): Promise<readonly SoldItem[]>
  /** Those names under which most pieces were sold, whatever bore them. */
  listTopNames(shopId: string, period: Period, limit: number): Promise<readonly SoldName[]>
  /** Those who have had something of a shop, the greatest first. */
  listCustomers(shopId: string, page: CustomersPage): Promise<readonly ShopCustomer[]>
  /** What was counted before a day. */
  sumBefore(shopId: string, figure: Figure, day: string): Promise<Sum>
}

export interface SoldItem extends Sum {
  /** DISH:12 or CATEGORY:5 */
  readonly item: string
  readonly name: string
}

export interface SoldName {
  readonly name: string
  readonly quantity: number
}

export interface WorkbookWriter {
  /** Throws JOBS_FULL where too much waits to be written already. */
  requireRoom(): void
  /** The bytes of a workbook. */
  write(sheet: Sheet): Promise<Uint8Array>
}

export interface Customer {
  readonly id: string
  readonly registeredAt: number
}

export interface Departure {
  readonly id: string
  readonly deletedAt: number
}
