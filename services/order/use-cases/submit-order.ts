import { Fault } from '#kit/fault.ts'
import type { Order } from '../domain/order.ts'
import { customerOf, type Person } from '../domain/person.ts'
import { checkedSubmission, fingerprint, placeOrder, type Submission } from '../domain/submission.ts'
import type { OrderNeeds } from '../ports.ts'
import { type CarryOnNeeds, carryOn } from './carry-on.ts'

type Needs = CarryOnNeeds & Pick<OrderNeeds, 'carts' | 'catalog' | 'customers'>

export interface Submitted {
  readonly order: Order
  readonly replayed: boolean
}

/** Makes an order of the customer's cart, once per idempotency key. */
export async function submitOrder(needs: Needs, wish: Submission, by: Person): Promise<Submitted> {
  const submission = checkedSubmission(wish, needs.clock.now())
  const customerId = customerOf(by)
  const earlier = await replay(needs, submission, customerId)
  if (earlier) return earlier
  if (!needs.rules().takesOrders)
    throw new Fault('precondition', 'ORDERING_PAUSED', 'no new orders are taken for the moment')

  const recorded = await record(needs, submission, by)
  if (!recorded) return must(await replay(needs, submission, customerId))
  return { order: await placed(needs, recorded), replayed: false }
}

/**
 * Null where another press with the same key was faster: that one has taken the cart too, so what this one is
 * refused for says nothing.
 */
async function record(needs: Needs, submission: Submission, by: Person): Promise<Order | null> {
  try {
    return await recordCart(needs, submission, by)
  } catch (refusal) {
    const { idempotencyKey } = submission
    if (await needs.store.findByKey(customerOf(by), idempotencyKey, fingerprint(submission))) return null
    throw refusal
  }
}

async function recordCart(needs: Needs, submission: Submission, by: Person): Promise<Order | null> {
  const { shopId, addressId, deliverAt } = submission
  const [cart, address] = await Promise.all([
    needs.carts.find(customerOf(by), shopId),
    needs.customers.addressOf(addressId),
  ])
  const items = cart.lines.map((line) => line.item)
  const offer = await needs.catalog.price(shopId, items, { location: address.location, deliverAt })
  const now = needs.clock.now()
  const order = placeOrder(submission, cart, offer, { by, address, at: now })
  return needs.store.recordSubmission(order, {
    key: submission.idempotencyKey,
    fingerprint: fingerprint(submission),
    cartVersion: cart.version,
    wakeAt: now + needs.rules().windows.placeRetryMs,
    slotCapacity: offer.terms.slot?.capacity ?? 0,
  })
}

/** The order this key has made already; the same key with other content is refused. */
async function replay(
  needs: Pick<OrderNeeds, 'store'>,
  submission: Submission,
  customerId: string,
): Promise<Submitted | null> {
  const content = fingerprint(submission)
  const earlier = await needs.store.findByKey(customerId, submission.idempotencyKey, content)
  if (!earlier) return null
  if (!earlier.isSame)
    throw new Fault('precondition', 'KEY_REUSED', 'the idempotency key was used for another submission')
  return { order: inStock(earlier.order), replayed: true }
}

/**
 * Reserves stock at once and waits a moment for it; a dependency that is slow or down is the timer's
 * business.
 */
async function placed(needs: Needs, order: Order): Promise<Order> {
  const patience = new AbortController()
  const waited = needs.clock.sleep(needs.rules().placeWaitMs, patience.signal).catch(() => undefined)
  const advanced = carryOn(needs, order).catch(leftToTheTimer)
  const reached = (await Promise.race([advanced, waited])) ?? order
  patience.abort()
  return inStock(reached)
}

/** A dependency's refusal is the timer's business; anything else is a bug and must be heard. */
function leftToTheTimer(thrown: unknown): undefined {
  if (!(thrown instanceof Fault)) throw thrown
}

/** The order, unless there was too little of something for it. */
function inStock(order: Order): Order {
  if (order.cancelReason !== 'OUT_OF_STOCK') return order
  throw new Fault('precondition', 'OUT_OF_STOCK', 'there is not enough stock', {
    details: { orderId: order.id, shortDishIds: order.shortDishIds.join(',') },
  })
}

function must(submitted: Submitted | null): Submitted {
  if (!submitted) throw new Fault('conflict', 'ORDER_BUSY', 'the same key is being used right now')
  return submitted
}
