import { Fault } from '#kit/fault.ts'
import { illegal, type Move, move, type Occasion } from './move.ts'
import type { Windows } from './next-step.ts'
import type { Order } from './order.ts'
import { cancelPaid } from './payment.ts'
import { assertPermitted } from './person.ts'

/** The move that a cancel asks for, or null where it was done before by the same side. */
export function cancel(order: Order, occasion: Occasion, windows: Windows): Move | null {
  const byCustomer = occasion.by.kind === 'customer'
  if (!byCustomer) assertPermitted(occasion.by, 'serving')
  if (order.state === 'PLACING') throw new Fault('conflict', 'ORDER_BUSY', 'the order is being placed')
  if (order.state === 'CLOSING' || order.state === 'CANCELLED')
    if (order.cancelReason === (byCustomer ? 'CUSTOMER' : 'SHOP')) return null
  // A closing order is cancelled already, or about to be paid: neither is for a person to change.
  if (order.state === 'CLOSING') throw illegal(order)
  if (byCustomer && (order.state === 'ACCEPTED' || order.state === 'DELIVERING'))
    throw new Fault('conflict', 'CANCEL_BY_PHONE', 'only the shop can cancel it now', {
      details: { state: order.state, shopId: order.shopId },
    })
  const made = move(order, byCustomer ? 'cancel by customer' : 'cancel by shop', occasion, windows)
  return made.after.state === 'CANCELLED' ? cancelPaid(made, windows) : made
}
