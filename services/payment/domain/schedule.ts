/** When to ask the provider: some fixed times after the beginning, then regularly. */
export interface Schedule {
  readonly afterMs: readonly number[]
  readonly everyMs: number
}

/** The next moment after `now` for what began at `beganAt`. */
export function nextAsk({ afterMs, everyMs }: Schedule, beganAt: number, now: number): number {
  const planned = afterMs.map((after) => beganAt + after).find((at) => at > now)
  return planned ?? now + everyMs
}
