import { z } from 'zod'
import { live } from '#kit/config/config.ts'
import type { DayRule } from './domain/day.ts'
import type { WorkbookRules } from './ports.ts'

/** What has been counted stays on its days when these change, until it is rebuilt. */
export const reportConfig = z.strictObject({
  /** How far the shops' clock is ahead of UTC: Asia/Shanghai is eight hours. */
  utcOffsetMinutes: z.number().int().min(-720).max(840).default(480),
  /** How long after midnight a business day begins. */
  dayCutMinutes: z.number().int().min(0).max(1439).default(0),
  workbookKeptMs: live(z.number().int().positive().default(86_400_000)),
  /** Workbooks a shop has at once. */
  workbooksMax: live(z.number().int().min(1).max(100).default(5)),
})

export type ReportConfig = z.infer<typeof reportConfig>

export function ruleOf({ utcOffsetMinutes, dayCutMinutes }: ReportConfig): DayRule {
  return { utcOffsetMs: utcOffsetMinutes * 60_000, dayCutMs: dayCutMinutes * 60_000 }
}

export function workbookRulesOf({ workbookKeptMs, workbooksMax }: ReportConfig): WorkbookRules {
  return { keptMs: workbookKeptMs, keptMax: workbooksMax }
}
