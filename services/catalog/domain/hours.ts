import { dayAt, instantOf, nameOfDay, weekdayOf } from './zone.ts'

/** Minutes from midnight of the day it begins on; an end behind 1440 is on the next day. */
export interface OpenRange {
  readonly opensMinute: number
  readonly closesMinute: number
}

export interface WeekRange extends OpenRange {
  /** 1: Monday … 7: Sunday */
  readonly weekday: number
}

/** What begins on one date in place of what begins on its weekday; no range: closed. */
export interface ShopException {
  readonly date: string
  readonly ranges: readonly OpenRange[]
}

export interface Hours {
  /** Empty: around the clock. */
  readonly week: readonly WeekRange[]
  readonly exceptions: readonly ShopException[]
}

/** Instants, the end not included. */
export interface Opening {
  readonly beginAt: number
  readonly endAt: number
}

/** What the hours alone say of a moment. */
export interface HoursNow {
  readonly within: boolean
  /** When that changes; 0: not within a fortnight. */
  readonly changesAt: number
}

export interface Clocked {
  readonly hours: Hours
  readonly timeZone: string
}

export const alwaysOpen: Hours = { week: [], exceptions: [] }
const wholeDay: readonly OpenRange[] = [{ opensMinute: 0, closesMinute: 1440 }]
const horizonDays = 15

/** The openings that begin on these days, ascending; those that touch or overlap are one. */
export function openingsOf(shop: Clocked, firstDay: number, lastDay: number): readonly Opening[] {
  const joined: Opening[] = []
  for (const { beginAt, endAt } of openingsByDay(shop, firstDay, lastDay)) {
    const last = joined.at(-1)
    if (!last || beginAt > last.endAt) joined.push({ beginAt, endAt })
    else joined[joined.length - 1] = { ...last, endAt: Math.max(last.endAt, endAt) }
  }
  return joined
}

/** Each by itself, by when it begins; one whose end the clock skips is none. */
function openingsByDay({ hours, timeZone }: Clocked, firstDay: number, lastDay: number): readonly Opening[] {
  const openings: Opening[] = []
  for (let day = firstDay; day <= lastDay; day++)
    for (const { opensMinute, closesMinute } of rangesOf(hours, day)) {
      const beginAt = instantOf(day, opensMinute, timeZone)
      const endAt = instantOf(day, closesMinute, timeZone)
      if (endAt > beginAt) openings.push({ beginAt, endAt })
    }
  return openings.sort((a, b) => a.beginAt - b.beginAt)
}

export function hoursAt(shop: Clocked, now: number): HoursNow {
  const { week, exceptions } = shop.hours
  if (week.length + exceptions.length === 0) return { within: true, changesAt: 0 }
  const today = dayAt(now, shop.timeZone)
  const openings = openingsOf(shop, today - 1, today + horizonDays)
  const next = openings.find(({ endAt }) => endAt > now)
  if (!next) return { within: false, changesAt: 0 }
  if (next.beginAt > now) return { within: false, changesAt: next.beginAt }
  const seenUntil = instantOf(today + horizonDays + 1, 0, shop.timeZone)
  return { within: true, changesAt: next.endAt < seenUntil ? next.endAt : 0 }
}

function rangesOf({ week, exceptions }: Hours, day: number): readonly OpenRange[] {
  const date = nameOfDay(day)
  const exception = exceptions.find((one) => one.date === date)
  if (exception) return exception.ranges
  return week.length === 0 ? wholeDay : week.filter(({ weekday }) => weekday === weekdayOf(day))
}
