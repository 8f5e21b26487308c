import type { Clock } from '#kit/clock.ts'
import type { DayRule } from './domain/day.ts'
import type { Fact } from './domain/fact.ts'
import type { Period } from './domain/period.ts'
import type { Counted, Sum } from './domain/report.ts'
import type { Figure, Naming, Tally } from './domain/tally.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface ReportNeeds {
  readonly store: ReportStore
  readonly clock: Clock
  readonly rule: () => DayRule
}

/** What is known of an order now, and what must be added because of it. */
export interface Change {
  readonly fact: Fact
  readonly tallies: readonly Tally[]
  readonly namings: readonly Naming[]
}

export interface ReportStore {
  /** Changes what is known of an order, and what it counts for, together. */
  changeFact(orderId: string, change: (known: Fact) => Change): Promise<void>
  /** Counts a customer once. */
  recordCustomer(customer: Customer, tally: Tally): Promise<void>
  /** What was counted day by day, for figures of one shop. */
  listTallies(shopId: string, figures: readonly Figure[], period: Period): Promise<readonly Counted[]>
  /** Those items of a shop of which most pieces were sold, with their latest names. */
  listTopItems(shopId: string, period: Period, limit: number): Promise<readonly SoldItem[]>
  /** What was counted before a day. */
  sumBefore(shopId: string, figure: Figure, day: string): Promise<Sum>
}

export interface SoldItem extends Sum {
  /** DISH:12 */
  readonly item: string
  readonly name: string
}

export interface Customer {
  readonly id: string
  readonly registeredAt: number
}
