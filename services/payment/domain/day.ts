/** Days of the provider's books: 2024-06-01, in China's time, which has had no summer time since 1991. */

const dayMs = 86_400_000
const offsetMs = 8 * 3_600_000
/** Days from 0000-03-01 to 1970-01-01: years that begin in March end with the leap day. */
const epochDays = 719_468
const daysIn400Years = 146_097

export function dayOf(instant: number): string {
  const days = Math.floor((instant + offsetMs) / dayMs) + epochDays
  const era = Math.floor(days / daysIn400Years)
  const dayOfEra = days - era * daysIn400Years
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const year = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - daysBefore(year)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const civilYear = year + era * 400 + (month <= 2 ? 1 : 0)
  return `${padded(civilYear, 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

/** The first instant of a day, or NaN where the text names none. */
export function startOfDay(day: string): number {
  const [, y, m, d] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  const [year, month] = [Number(y) - (Number(m) <= 2 ? 1 : 0), (Number(m) + 9) % 12]
  const era = Math.floor(year / 400)
  const dayOfYear = Math.floor((153 * month + 2) / 5) + Number(d) - 1
  const days = era * daysIn400Years + daysBefore(year - era * 400) + dayOfYear - epochDays
  const instant = days * dayMs - offsetMs
  return dayOf(instant) === day ? instant : Number.NaN
}

/** The first instant of the next day. */
export function endOfDay(day: string): number {
  return startOfDay(day) + dayMs
}

function daysBefore(yearOfEra: number): number {
  return 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
}

const padded = (value: number, digits: number) => String(value).padStart(digits, '0')
