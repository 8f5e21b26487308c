import type { TimerHandler } from '#kit/timers/timers.ts'
import type { WorkbookNeeds } from './ports.ts'
import { workbookExpiryTimer, workbookTimer } from './store/workbooks.ts'
import { advanceWorkbook } from './use-cases/advance-workbook.ts'
import { expireWorkbook } from './use-cases/expire-workbook.ts'

/** Each workbook has a wake-up call for its next step, and another to be thrown away. */
export function timerHandlers(needs: WorkbookNeeds): Readonly<Record<string, TimerHandler>> {
  return {
    [workbookTimer]: (workbookId) => advanceWorkbook(needs, workbookId),
    [workbookExpiryTimer]: (workbookId) => expireWorkbook(needs, workbookId),
  }
}
