import type { Grant, Order, RefundDuty } from './order.ts'

/** When a refund has come how far. */
export interface RefundStep extends Pick<RefundDuty, 'n' | 'state'> {
  readonly at: number
}

/** A duty with the grant behind it, if staff have granted it, and the steps it has taken. */
export interface Refund {
  readonly orderId: string
  readonly duty: RefundDuty
  readonly grant: Grant | null
  readonly steps: readonly RefundStep[]
}

export function refundsOf(order: Order, steps: readonly RefundStep[]): readonly Refund[] {
  return order.refunds.map((duty) => ({
    orderId: order.id,
    duty,
    grant: order.grants.find(({ n }) => n === duty.n) ?? null,
    steps: steps.filter(({ n }) => n === duty.n),
  }))
}
