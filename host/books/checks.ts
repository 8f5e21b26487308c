import { afterSalesChecks } from './after-sales.ts'
import type { Check } from './check.ts'
import { customerChecks } from './customers.ts'
import { messageChecks } from './messages.ts'
import { orderChecks } from './orders.ts'
import { paymentChecks } from './payments.ts'
import { reportChecks } from './reports.ts'
import { staffChecks } from './staff.ts'
import { stockChecks } from './stock.ts'

/** Every invariant that the databases can show. */
export const checks: readonly Check[] = [
  ...orderChecks,
  ...afterSalesChecks,
  ...stockChecks,
  ...paymentChecks,
  ...messageChecks,
  ...staffChecks,
  ...reportChecks,
  ...customerChecks,
]
