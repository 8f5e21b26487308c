const chinaOffsetMs = 8 * 3_600_000

/** An instant as RFC 3339 text in China's time: 1760000000000 → 2025-10-09T16:53:20.000+08:00. */
export function rfc3339(instant: number): string {
  return `${new Date(instant + chinaOffsetMs).toISOString().slice(0, -1)}+08:00`
}

/** The instant of an RFC 3339 text; NaN where it is none. */
export function instantOf(text: string): number {
  return Date.parse(text)
}
