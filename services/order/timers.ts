import type { TimerHandler } from '#kit/timers/timers.ts'
import type { CustomerNeeds, ExportNeeds } from './ports.ts'
import { forgetTimer } from './store/closed-customers.ts'
import { exportExpiryTimer, exportTimer } from './store/exports.ts'
import { orderTimer } from './store/wake.ts'
import { advanceExport } from './use-cases/advance-export.ts'
import { advanceOrder } from './use-cases/advance-order.ts'
import type { CarryOnNeeds } from './use-cases/carry-on.ts'
import { expireExport } from './use-cases/expire-export.ts'
import { forgetCustomer } from './use-cases/forget-customer.ts'

type TimerNeeds = CarryOnNeeds & ExportNeeds & CustomerNeeds

/**
 * Each order and each export has one wake-up call; what is to be done then follows from its state. Exports
 * have another, to be thrown away.
 */
export function timerHandlers(needs: TimerNeeds): Readonly<Record<string, TimerHandler>> {
  return {
    [orderTimer]: (orderId) => advanceOrder(needs, orderId),
    [exportTimer]: (exportId) => advanceExport(needs, exportId),
    [forgetTimer]: (customerId) => forgetCustomer(needs, customerId),
    [exportExpiryTimer]: (exportId) => expireExport(needs, exportId),
  }
}
