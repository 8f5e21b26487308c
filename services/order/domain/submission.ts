import { Fault } from '#kit/fault.ts'
import type { Cart } from './cart.ts'
import { orderNumber } from './number.ts'
import type { DeliveryAddress, Order } from './order.ts'
import { nameOf, type Person } from './person.ts'
import { type Offer, type Quote, quote, type Terms } from './pricing.ts'

/** What the customer sends. */
export interface Submission {
  readonly orderId: string
  readonly shopId: string
  readonly idempotencyKey: string
  readonly addressId: string
  readonly expectedAmountFen: number
  readonly remark: string
  readonly cutlery: number
  readonly cutleryByMeal: boolean
  readonly deliverAt: number
}

/** Who places it, when, and where it goes. */
export interface Placing {
  readonly by: Person
  readonly address: DeliveryAddress
  readonly at: number
}

const keyForm = /^[\x21-\x7e]{1,128}$/
const orderIdForm = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Everything of a submission that makes it this submission: the same key with other content is refused. */
export function fingerprint(submission: Submission): string {
  const { orderId: _, idempotencyKey: __, cutleryByMeal, ...content } = submission
  return JSON.stringify(cutleryByMeal ? { ...content, cutleryByMeal } : content)
}

/** The submission, if it is well formed and wants its food between now and a week ahead. */
export function checkedSubmission(submission: Submission, now: number): Submission {
  const { remark, cutlery, deliverAt, orderId } = submission
  checkedKey(submission.idempotencyKey)
  const sound =
    orderIdForm.test(orderId) &&
    [...remark].length <= 50 &&
    cutlery >= 0 &&
    cutlery <= 99 &&
    isTimely(deliverAt, now)
  if (!sound) throw new Fault('invalid', 'SUBMISSION_INVALID', 'the submission is not valid')
  return submission
}

export function checkedKey(key: string): string {
  if (keyForm.test(key)) return key
  throw new Fault('invalid', 'KEY_INVALID', 'an idempotency key is 1 to 128 visible characters')
}

const graceMs = 10 * 60_000
const aheadMs = 7 * 24 * 3_600_000

/** 0 is as soon as possible; a clock that is a little behind is forgiven. */
function isTimely(deliverAt: number, now: number): boolean {
  return deliverAt === 0 || (deliverAt >= now - graceMs && deliverAt <= now + aheadMs)
}

/** The order that a submission makes of a cart, or the reason there is none. */
export function placeOrder(submission: Submission, cart: Cart, offer: Offer, placing: Placing): Order {
  const { by, at, address } = placing
  const quoted = quote(cart.lines, offer)
  const refusal = refusalOf(quoted, offer.terms)
  if (refusal) throw refusal
  if (quoted.amountFen !== submission.expectedAmountFen) throw priceChanged(quoted.amountFen)
  const number = orderNumber(submission.orderId, at, offer.shop.timeZone)
  return {
    id: submission.orderId,
    number,
    numberId: 0,
    shopId: cart.shopId,
    customerId: cart.customerId,
    state: 'PLACING',
    version: 1,
    revision: 1,
    amountFen: quoted.amountFen,
    lines: quoted.lines,
    charges: quoted.charges,
    history: [{ version: 1, from: '', to: 'PLACING', by: nameOf(by), note: '', at }],
    refunds: [],
    grants: [],
    address,
    addressId: submission.addressId,
    remark: submission.remark,
    cutlery: submission.cutlery,
    cutleryByMeal: submission.cutleryByMeal,
    ...arrival(submission, offer.terms),
    payDeadline: 0,
    winnerId: '',
    attempt: null,
    disposition: '',
    dispositionDone: false,
    cancelReason: '',
    cancelNote: '',
    shortDishIds: [],
    reminders: 0,
    remindedAt: 0,
    createdAt: at,
    updatedAt: at,
  }
}

/** An order keeps what it was placed with, whatever the shop changes afterwards. */
function arrival({ deliverAt }: Submission, { slot, leadMs, estimatedAt }: Terms) {
  return { deliverAt, slotAt: slot?.startAt ?? 0, leadMs, estimatedAt }
}

/** Why a quoted cart cannot be ordered now, or null. */
export function refusalOf(quoted: Quote, { refusal, minimumOrderFen }: Terms): Fault | null {
  if (quoted.lines.length === 0) return refuse('CART_EMPTY', 'the cart is empty')
  if (refusal !== '') return refuse(refusal, refusals.get(refusal) ?? 'the shop does not take it')
  const stopped = quoted.lines.find((line) => line.refusal !== '')
  if (stopped)
    return refuse('ITEM_NOT_SOLD', 'something is not sold then', {
      name: stopped.name,
      refusal: stopped.refusal,
    })
  if (quoted.goodsFen < minimumOrderFen)
    return refuse('BELOW_MINIMUM', 'below the minimum', { minimumOrderFen: String(minimumOrderFen) })
  return null
}

/** Why the shop does not bring it there and then. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['SHOP_CLOSED', 'the shop is closed'],
  ['SLOT_MISSING', 'no orders are taken for that time'],
  ['ADDRESS_NOT_LOCATED', 'the address is not on the map'],
  ['OUT_OF_RANGE', 'the shop does not deliver there'],
])

function priceChanged(amountFen: number): Fault {
  return refuse('PRICE_CHANGED', 'the price changed', { amountFen: String(amountFen) })
}

function refuse(reason: string, message: string, details: Record<string, string> = {}): Fault {
  return new Fault('precondition', reason, message, { details })
}
