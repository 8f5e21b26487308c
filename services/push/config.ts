import { z } from 'zod'
import { nextDayCut } from './domain/day-cut.ts'
import type { Rules, StoreRules } from './ports.ts'

const minute = 60_000

export const pushConfig = z.strictObject({
  /** How often a live stream looks for itself. */
  pollMs: z.number().int().positive().default(1_000),
  /** How soon it looks again after a ring for something not yet committed. */
  eagerMs: z.number().int().positive().default(10),
  /** Notifications kept per audience. */
  keptMax: z.number().int().positive().default(10_000),
  /** How long an order wanted as soon as possible may wait to be accepted before it is called urgent. */
  urgentAfterMs: z
    .number()
    .int()
    .positive()
    .default(10 * minute),
  /** How long before the time it is wanted at any other is. */
  urgentBeforeMs: z
    .number()
    .int()
    .positive()
    .default(30 * minute),
  /** How far the shops' clock is ahead of UTC, as for reports. */
  utcOffsetMinutes: z.number().int().min(-720).max(840).default(480),
  /** How long after midnight a business day begins, as for reports. */
  dayCutMinutes: z.number().int().min(0).max(1439).default(0),
  /** How long after the end of a day it is summed up: by then its events have been counted. */
  summaryAfterMs: z
    .number()
    .int()
    .min(0)
    .default(5 * minute),
})

export type PushConfig = z.infer<typeof pushConfig>

export function rulesOf(config: PushConfig): Rules {
  const { pollMs, eagerMs, urgentAfterMs, urgentBeforeMs } = config
  return { pollMs, eagerMs, urgentAfterMs, urgentBeforeMs, days: daysOf(config) }
}

export function storeRulesOf(config: () => PushConfig): StoreRules {
  return {
    keptMax: () => config().keptMax,
    summaryAt: (now) => nextDayCut(now, daysOf(config())) + config().summaryAfterMs,
  }
}

function daysOf({ utcOffsetMinutes, dayCutMinutes }: PushConfig) {
  return { utcOffsetMs: utcOffsetMinutes * minute, dayCutMs: dayCutMinutes * minute }
}
