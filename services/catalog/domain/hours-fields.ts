import { check, checkWhole } from './fields.ts'
import type { OpenRange, ShopException, WeekRange } from './hours.ts'
import { numberOfDay } from './zone.ts'

export const exceptionsMax = 100
export const rangesMax = 5

/** The week in order, if each day's ranges are apart. */
export function checkWeek(week: readonly WeekRange[]): readonly WeekRange[] {
  for (const { weekday } of week) checkWhole('week', weekday, 1, 7)
  const days = [1, 2, 3, 4, 5, 6, 7]
  return days.flatMap((day) =>
    checkRanges(
      'week',
      week.filter(({ weekday }) => weekday === day),
    ),
  )
}

export function checkException({ date, ranges }: ShopException): ShopException {
  check(numberOfDay(date) !== undefined, 'date', 'a date like 2026-10-01')
  return { date, ranges: checkRanges('ranges', ranges) }
}

/** A day's ranges in order; each is a day long at most, and none begins before another has ended. */
export function checkRanges<Range extends OpenRange>(
  field: string,
  ranges: readonly Range[],
): readonly Range[] {
  checkWhole(field, ranges.length, 0, rangesMax)
  const ordered = ranges.toSorted((a, b) => a.opensMinute - b.opensMinute)
  let endedMinute = 0
  for (const { opensMinute, closesMinute } of ordered) {
    checkWhole(field, opensMinute, endedMinute, 1439)
    checkWhole(field, closesMinute, opensMinute + 1, opensMinute + 1440)
    endedMinute = closesMinute
  }
  return ordered
}
