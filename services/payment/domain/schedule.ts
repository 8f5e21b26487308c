/** The pauses between two questions to the provider, in ms; the last one repeats. Never empty. */
export type Pauses = readonly number[]

/** The next moment after `now` at which to ask about what began at `beganAt`. */
export function nextAsk(pauses: Pauses, beganAt: number, now: number): number {
  let at = beganAt
  for (const pause of pauses) {
    at += pause
    if (at > now) return at
  }
  return now + (pauses.at(-1) ?? 0)
}
