/** How far the clock that made an order's id may be from the clock that wrote down when it was created. */
export const slackMs = 10 * 60_000

/** What sorts before every UUIDv7 made at this instant or later, and behind all others. */
export function firstIdOf(instant: number): string {
  const time = Math.max(0, instant).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}
