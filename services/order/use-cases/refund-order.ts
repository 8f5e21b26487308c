import { Fault } from '#kit/fault.ts'
import { type GrantWish, grant, grantFingerprint } from '../domain/grant.ts'
import { type Grant, servedBy } from '../domain/order.ts'
import { assertPermitted, nameOf, type Person } from '../domain/person.ts'
import type { Refund } from '../domain/refund.ts'
import { checkedKey } from '../domain/submission.ts'
import type { AfterSalesNeeds, UsedKey } from '../ports.ts'
import { listRefunds } from './list-refunds.ts'

type Needs = Pick<AfterSalesNeeds, 'store' | 'grants' | 'clock' | 'ids'>

export interface OrderRefund extends GrantWish {
  readonly orderId: string
  readonly idempotencyKey: string
}

/** Gives part of an order's money back, once per idempotency key. */
export async function refundOrder(
  needs: Needs,
  { orderId, idempotencyKey, ...wish }: OrderRefund,
  by: Person,
): Promise<{ readonly refund: Refund; readonly replayed: boolean }> {
  const fingerprint = grantFingerprint(orderId, wish)
  const key = { by: nameOf(by), key: checkedKey(idempotencyKey), fingerprint }
  const earlier = await replay(needs, key)
  if (earlier) return { refund: await told(needs, orderId, earlier, by), replayed: true }
  const granting = { id: needs.ids.uuid(), by, at: needs.clock.now() }
  const granted = await needs.grants.record(orderId, key, (found) => {
    const order = servedBy(found, by)
    assertPermitted(by, 'refunds')
    return grant(order, wish, granting)
  })
  const made = granted ?? (await replay(needs, key))
  if (!made) throw new Error('a key that was used has its grant')
  return { refund: await told(needs, orderId, made, by), replayed: granted === null }
}

async function replay({ grants }: Needs, key: UsedKey): Promise<Grant | null> {
  const earlier = await grants.findByKey(key)
  if (earlier && !earlier.isSame)
    throw new Fault('precondition', 'KEY_REUSED', 'the key was used for another refund')
  return earlier?.grant ?? null
}

async function told(needs: Needs, orderId: string, { n }: Grant, by: Person): Promise<Refund> {
  const { refunds } = await listRefunds(needs, orderId, by)
  const refund = refunds.find(({ duty }) => duty.n === n)
  if (!refund) throw new Error('a grant has its refund')
  return refund
}
