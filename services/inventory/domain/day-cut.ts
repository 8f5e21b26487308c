export interface DayRule {
  /** How far the shop's clock is ahead of UTC. */
  readonly utcOffsetMs: number
  /** How long after midnight a business day begins. */
  readonly dayCutMs: number
}

const dayMs = 24 * 60 * 60 * 1000

/** The instant after `now` at which the next business day begins. */
export function nextDayCut(now: number, { utcOffsetMs, dayCutMs }: DayRule): number {
  const shift = utcOffsetMs - dayCutMs
  return (Math.floor((now + shift) / dayMs) + 1) * dayMs - shift
}
