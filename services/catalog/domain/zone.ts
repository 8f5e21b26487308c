/** The shop's clock on the wall: days since 1970-01-01 and instants, by an IANA time zone. */

export const minuteMs = 60_000
export const dayMs = 86_400_000
/** Days from 0000-03-01 to 1970-01-01: years that begin in March end with the leap day. */
const epochDays = 719_468

const clocks = new Map<string, Intl.DateTimeFormat>()
const utcDays = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' })

/** How far the zone's clock is ahead of UTC at an instant. */
export function offsetAt(instant: number, timeZone: string): number {
  const name = clockOf(timeZone).formatToParts(instant).at(-1)?.value ?? ''
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? []
  const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ahead : ahead
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  clocks.set(timeZone, clock)
  return clock
}

export function dayAt(instant: number, timeZone: string): number {
  return Math.floor((instant + offsetAt(instant, timeZone)) / dayMs)
}

/**
 * The instant at which the zone's clock shows so many minutes after a midnight. What it shows twice, when it
 * is set back, means the first time; what it skips is counted on from what it showed before.
 */
export function instantOf(day: number, minute: number, timeZone: string): number {
  const shown = day * dayMs + minute * minuteMs
  const before = shown - offsetAt(shown - dayMs, timeZone)
  const after = shown - offsetAt(shown + dayMs, timeZone)
  const isShown = (instant: number) => instant + offsetAt(instant, timeZone) === shown
  return !isShown(before) && isShown(after) ? after : before
}

/** 1: Monday … 7: Sunday */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

export function nameOfDay(day: number): string {
  return utcDays.format(day * dayMs)
}

/** Days since 1970-01-01; undefined where the text names no day. */
export function numberOfDay(date: string): number | undefined {
  const [, y, m, d] = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(date) ?? []
  if (y === undefined) return undefined
  const year = Number(y) - (Number(m) <= 2 ? 1 : 0)
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  const dayOfYear = Math.floor((153 * ((Number(m) + 9) % 12) + 2) / 5) + Number(d) - 1
  const day = 365 * year + leapDays + dayOfYear - epochDays
  return nameOfDay(day) === date ? day : undefined
}
