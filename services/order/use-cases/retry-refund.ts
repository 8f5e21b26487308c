import { Fault } from '#kit/fault.ts'
import { servedBy } from '../domain/order.ts'
import { assertPermitted, type Person } from '../domain/person.ts'
import { type Refund, refundsOf } from '../domain/refund.ts'
import type { AfterSalesNeeds } from '../ports.ts'

type Needs = Pick<AfterSalesNeeds, 'store' | 'grants' | 'clock'>

/** Has a refund that failed asked for once more. */
export async function retryRefund(needs: Needs, orderId: string, n: number, by: Person): Promise<Refund> {
  const order = servedBy(await needs.store.find(orderId), by)
  assertPermitted(by, 'refunds')
  const duty = order.refunds.find((refund) => refund.n === n)
  if (!duty) throw new Fault('missing', 'REFUND_MISSING', 'there is no such refund')
  if (!(await needs.grants.retry(orderId, duty, needs.clock.now())))
    throw new Fault('conflict', 'REFUND_NOT_FAILED', `the refund is ${duty.state}`)
  const due = { ...order, refunds: [{ ...duty, state: 'DUE' as const }] }
  const [refund] = refundsOf(due, await needs.grants.stepsOf(orderId))
  if (!refund) throw new Error('a refund that is due is told')
  return refund
}
