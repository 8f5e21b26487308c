/**
 * Business days: 2024-06-01, from the day cut to the next one, by a clock that is always as far ahead of UTC.
 */
export interface DayRule {
  /** How far the shop's clock is ahead of UTC. */
  readonly utcOffsetMs: number
  /** How long after midnight a business day begins. */
  readonly dayCutMs: number
}

const dayMs = 86_400_000
const hourMs = 3_600_000
/** Days from 0000-03-01 to 1970-01-01: years that begin in March end with the leap day. */
const epochDays = 719_468
const daysIn400Years = 146_097

export function dayOf(instant: number, { utcOffsetMs, dayCutMs }: DayRule): string {
  return nameOfDay(Math.floor((instant + utcOffsetMs - dayCutMs) / dayMs))
}

/** 0 to 23, as the shop's clock shows it. */
export function hourOf(instant: number, { utcOffsetMs }: DayRule): number {
  return Math.floor((((instant + utcOffsetMs) % dayMs) + dayMs) / hourMs) % 24
}

/** Days since 1970-01-01, or NaN where the text names no day. */
export function numberOfDay(day: string): number {
  const [, y, m, d] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  const [year, month] = [Number(y) - (Number(m) <= 2 ? 1 : 0), (Number(m) + 9) % 12]
  const era = Math.floor(year / 400)
  const dayOfYear = Math.floor((153 * month + 2) / 5) + Number(d) - 1
  const number = era * daysIn400Years + daysBefore(year - era * 400) + dayOfYear - epochDays
  return nameOfDay(number) === day ? number : Number.NaN
}

export function nameOfDay(number: number): string {
  const days = number + epochDays
  const era = Math.floor(days / daysIn400Years)
  const dayOfEra = days - era * daysIn400Years
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const year = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - daysBefore(year)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return `${padded(year + era * 400 + (month <= 2 ? 1 : 0), 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

function daysBefore(yearOfEra: number): number {
  return 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
}

const padded = (value: number, digits: number) => String(value).padStart(digits, '0')
