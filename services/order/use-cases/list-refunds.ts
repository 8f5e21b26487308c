import { isRefundable } from '../domain/grant.ts'
import { refundableFen, visibleTo } from '../domain/order.ts'
import type { Person } from '../domain/person.ts'
import { type Refund, refundsOf } from '../domain/refund.ts'
import type { AfterSalesNeeds } from '../ports.ts'

export interface Refunds {
  readonly refunds: readonly Refund[]
  readonly refundableFen: number
}

/** Where an order's money is: all that goes or went back, and how far each refund has come. */
export async function listRefunds(
  { store, grants }: Pick<AfterSalesNeeds, 'store' | 'grants'>,
  orderId: string,
  by: Person,
): Promise<Refunds> {
  const order = visibleTo(await store.find(orderId), by)
  const steps = order.refunds.length === 0 ? [] : await grants.stepsOf(orderId)
  const left = isRefundable(order) ? refundableFen(order) : 0
  return { refunds: refundsOf(order, steps), refundableFen: left }
}
