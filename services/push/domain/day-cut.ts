/** When the business days of shops begin. */
export interface DayRule {
  /** How far the shops' clock is ahead of UTC. */
  readonly utcOffsetMs: number
  /** How long after midnight a business day begins. */
  readonly dayCutMs: number
}

const dayMs = 86_400_000

/** The last instant at which a business day began. */
export function lastDayCut(now: number, { utcOffsetMs, dayCutMs }: DayRule): number {
  const shift = utcOffsetMs - dayCutMs
  return Math.floor((now + shift) / dayMs) * dayMs - shift
}

export function nextDayCut(now: number, rule: DayRule): number {
  return lastDayCut(now, rule) + dayMs
}
