import type { ShopHours } from '../web/gen/operations.ts'
import { dayOf } from '../web/time.ts'

/** What holds on one day, as people read it: the ranges, or none where the shop is shut. */
export interface DayHours {
  /** 1 Monday … 7 Sunday */
  readonly weekday: number
  readonly ranges: readonly string[]
}

export function weekOf({ week }: ShopHours): readonly DayHours[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    ranges: week.filter((one) => one.weekday === weekday).map(rangeText),
  }))
}

/** Dates that differ, from today on. */
export function comingExceptions({ exceptions }: ShopHours, now: number) {
  const today = dayOf(now)
  return exceptions
    .filter(({ date }) => date >= today)
    .map(({ date, ranges }) => ({ date, ranges: ranges.map(rangeText) }))
}

export function weekdayOf(now: number): number {
  return new Date(`${dayOf(now)}T00:00:00Z`).getUTCDay() || 7
}

function rangeText({ opens, closes }: { readonly opens: string; readonly closes: string }): string {
  return `${opens}–${closes}`
}
