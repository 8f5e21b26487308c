import { Fault } from '#kit/fault.ts'
import { type Attempt, type Channel, type Order, ownedBy } from '../domain/order.ts'
import { payable } from '../domain/payment.ts'
import type { Person } from '../domain/person.ts'
import type { OrderNeeds, PaymentParameters } from '../ports.ts'
import { settleOrder } from './settle-order.ts'

type Needs = Pick<OrderNeeds, 'store' | 'payments' | 'customers' | 'clock' | 'ids' | 'rules'>

export interface Wish {
  readonly orderId: string
  readonly channel: Channel
  readonly clientIp: string
}

const attemptsMax = 3

/**
 * What the customer needs to pay: the open attempt again, or a new one after the earlier one is closed for
 * good.
 */
export async function payOrder(
  needs: Needs,
  wish: Wish,
  by: Person,
): Promise<{ order: Order; parameters: PaymentParameters }> {
  for (let tried = 0; tried < attemptsMax; tried++) {
    const order = payable(ownedBy(await needs.store.find(wish.orderId), by), needs.clock.now())
    const openid = wish.channel === 'WECHAT_JSAPI' ? await requiredOpenid(needs, order) : ''
    const attempt = await openAttempt(needs, order, wish.channel)
    if (!attempt) continue
    const answer = await needs.payments.prepare(order, attempt, openid, wish.clientIp)
    if (answer.state === 'PREPAID') return { order, parameters: answer.parameters }
    if (answer.state === 'PAID') await settleOrder(needs, order.id, answer.payment)
    if (answer.state === 'CLOSED') await needs.store.recordAttemptClosed(order.id, attempt.id)
  }
  throw new Fault('conflict', 'ORDER_BUSY', 'the payment is being settled')
}

/**
 * The attempt to use now, recorded before the provider hears of it; null where the order must be looked at
 * again.
 */
async function openAttempt(needs: Needs, order: Order, channel: Channel): Promise<Attempt | null> {
  const { attempt } = order
  if (attempt && !attempt.closed && attempt.channel === channel) return attempt
  if (attempt && !attempt.closed) {
    await closeOther(needs, order, attempt)
    return null
  }
  const n = (attempt?.n ?? 0) + 1
  const next = { n, id: needs.ids.uuid().replaceAll('-', ''), channel, closed: false }
  return (await needs.store.recordAttempt(order.id, next)) ? next : null
}

async function closeOther(needs: Needs, order: Order, attempt: Attempt): Promise<void> {
  const answer = await needs.payments.close(order, attempt)
  if (answer.state === 'PAID') await settleOrder(needs, order.id, answer.payment)
  if (answer.state === 'CLOSED') await needs.store.recordAttemptClosed(order.id, attempt.id)
}

async function requiredOpenid(needs: Needs, order: Order): Promise<string> {
  const openid = await needs.customers.openidOf(order.customerId)
  if (openid === '') throw new Fault('precondition', 'OPENID_MISSING', 'the customer has no WeChat login')
  return openid
}
