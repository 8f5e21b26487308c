import { dayOf } from '../web/time.ts'

export const dayMs = 86_400_000

/** The day of the shop that was so many days ago; 0 is today. */
export const daysAgo = (days: number): string => dayOf(Date.now() - days * dayMs)

/** Days begin and end on the clock of the shop. */
export const instantOf = (day: string, laterMs = 0): string =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + laterMs).toISOString()
