import type { TimerHandler } from '#kit/timers/timers.ts'
import type { ExportNeeds } from './ports.ts'
import { exportExpiryTimer, exportTimer } from './store/exports.ts'
import { orderTimer } from './store/wake.ts'
import { advanceExport } from './use-cases/advance-export.ts'
import { advanceOrder } from './use-cases/advance-order.ts'
import type { CarryOnNeeds } from './use-cases/carry-on.ts'
import { expireExport } from './use-cases/expire-export.ts'

/**
 * Each order and each export has one wake-up call; what is to be done then follows from its state. Exports
 * have another, to be thrown away.
 */
export function timerHandlers(needs: CarryOnNeeds & ExportNeeds): Readonly<Record<string, TimerHandler>> {
  return {
    [orderTimer]: (orderId) => advanceOrder(needs, orderId),
    [exportTimer]: (exportId) => advanceExport(needs, exportId),
    [exportExpiryTimer]: (exportId) => expireExport(needs, exportId),
  }
}
