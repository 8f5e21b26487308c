/**
 * Who listens to what, by full event name: data that every process knows, so that a relay can reach them
 * all.
 */
export const listeners: Readonly<Record<string, readonly string[]>> = {
  order: [
    'cangqiong.payment.v1.PaymentSucceeded',
    'cangqiong.payment.v1.PaymentLate',
    'cangqiong.payment.v1.RefundSucceeded',
    'cangqiong.payment.v1.RefundAbnormal',
    'cangqiong.user.v1.CustomerDeleted',
  ],
  payment: ['cangqiong.order.v1.OrderCompleted', 'cangqiong.order.v1.OrderForgotten'],
  push: [
    'cangqiong.order.v1.OrderPlaced',
    'cangqiong.order.v1.OrderPaid',
    'cangqiong.order.v1.OrderAccepted',
    'cangqiong.order.v1.OrderDispatched',
    'cangqiong.order.v1.OrderCompleted',
    'cangqiong.order.v1.OrderCancelled',
    'cangqiong.order.v1.OrderReminded',
    'cangqiong.order.v1.RefundGranted',
    'cangqiong.order.v1.ClaimOpened',
    'cangqiong.order.v1.ClaimWithdrawn',
    'cangqiong.order.v1.ClaimApproved',
    'cangqiong.order.v1.ClaimRefused',
    'cangqiong.payment.v1.RefundSucceeded',
    'cangqiong.payment.v1.RefundAbnormal',
    'cangqiong.inventory.v1.StockLow',
    'cangqiong.inventory.v1.SoldOut',
    'cangqiong.user.v1.CustomerDeleted',
  ],
  report: [
    'cangqiong.order.v1.OrderPlaced',
    'cangqiong.order.v1.OrderPaid',
    'cangqiong.order.v1.OrderAccepted',
    'cangqiong.order.v1.OrderDispatched',
    'cangqiong.order.v1.OrderCompleted',
    'cangqiong.order.v1.OrderCancelled',
    'cangqiong.payment.v1.RefundSucceeded',
    'cangqiong.user.v1.CustomerRegistered',
    'cangqiong.user.v1.CustomerDeleted',
  ],
}

/** Processes that overhear events: the gateway's caches and sessions, push's streams. */
export const watchers: readonly string[] = ['gateway', 'push']

/** Events that have a listener which does not run here. */
export function heardElsewhere(here: readonly string[]): ReadonlySet<string> {
  const away = Object.entries(listeners).filter(([name]) => !here.includes(name))
  return new Set(away.flatMap(([, types]) => types))
}
