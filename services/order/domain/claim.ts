import { Fault } from '#kit/fault.ts'
import { amountFor, checkedAmount, checkedPieces, hasWords, isShort } from './grant.ts'
import { illegal } from './move.ts'
import { type Order, ownedBy, type Pieces, refundableFen } from './order.ts'
import { nameOf, type Person } from './person.ts'

/** All but OPEN are final; LAPSED: the order was cancelled meanwhile. */
export const claimStates = ['OPEN', 'WITHDRAWN', 'APPROVED', 'REFUSED', 'LAPSED'] as const
export type ClaimState = (typeof claimStates)[number]

/** A customer's wish to get money of an order back. */
export interface Claim {
  readonly id: string
  readonly orderId: string
  readonly orderNumber: string
  readonly shopId: string
  readonly customerId: string
  readonly state: ClaimState
  readonly reason: string
  /** Empty: for no line in particular. */
  readonly lines: readonly Pieces[]
  readonly imageIds: readonly string[]
  readonly askedFen: number
  readonly grantedFen: number
  readonly refundN: number
  readonly answer: string
  readonly settledBy: string
  readonly createdAt: number
  readonly settledAt: number
}

export interface ClaimWish {
  readonly reason: string
  readonly lines: readonly Pieces[]
  /** 0: what the lines cost, or all there is where none is named. */
  readonly amountFen: number
  readonly imageIds: readonly string[]
}

/** How a claim ends by a person's word. */
export interface Ending {
  readonly state: 'WITHDRAWN' | 'REFUSED' | 'APPROVED'
  readonly by: Person
  readonly at: number
  readonly answer: string
}

const imagesMax = 9
const imageForm = /^[A-Za-z0-9._-]{1,128}$/
/** Claims of one order, open or settled. */
export const claimsMax = 5

/** What differs from one claim to the next, beside the wish. */
export interface Claiming {
  readonly id: string
  readonly by: Person
  readonly at: number
  /** After completion, how long a claim may come. */
  readonly windowMs: number
}

/** The claim on an order that is under way to its customer, or has arrived not long ago. */
export function newClaim(found: Order | null, wish: ClaimWish, { id, by, at, windowMs }: Claiming): Claim {
  const order = ownedBy(found, by)
  if (order.state !== 'DELIVERING' && order.state !== 'COMPLETED') throw illegal(order)
  if (order.state === 'COMPLETED' && at > order.updatedAt + windowMs)
    throw new Fault('precondition', 'CLAIM_TOO_LATE', 'the time for a claim is over')
  const { reason } = wish
  if (!hasWords(reason)) throw claimInvalid()
  const imageIds = checkedImages(wish.imageIds)
  const lines = checkedPieces(order, wish.lines)
  const isForAll = lines.length === 0 && wish.amountFen === 0
  const askedFen = isForAll ? refundableFen(order) : amountFor(order, lines, wish.amountFen)
  return {
    ...{ id, orderId: order.id, orderNumber: order.number, shopId: order.shopId },
    ...{ customerId: order.customerId, state: 'OPEN', reason, lines, imageIds },
    askedFen: checkedAmount(order, askedFen),
    ...{ grantedFen: 0, refundN: 0, answer: '', settledBy: '', createdAt: at, settledAt: 0 },
  }
}

/** What can name the pictures of a claim; whether there are such the catalog knows. */
export function checkedImages(imageIds: readonly string[]): readonly string[] {
  if (imageIds.length <= imagesMax && imageIds.every((id) => imageForm.test(id))) return imageIds
  throw claimInvalid()
}

export function claimInvalid(): Fault {
  return new Fault('invalid', 'CLAIM_INVALID', 'a claim has a reason, and up to nine pictures that there are')
}

/** What makes two wishes the same. */
export function claimFingerprint(orderId: string, { reason, lines, amountFen, imageIds }: ClaimWish): string {
  const pieces = lines.map(({ lineId, quantity }) => [lineId, quantity])
  return JSON.stringify([orderId, reason, pieces, amountFen, imageIds])
}

/** The claim, if it can still be settled; null where the same person has settled it so before. */
export function settleable(claim: Claim, state: ClaimState, by: Person): Claim | null {
  if (claim.state === 'OPEN') return claim
  if (claim.state === state && claim.settledBy === nameOf(by)) return null
  throw new Fault('conflict', 'CLAIM_SETTLED', `the claim is ${claim.state}`, {
    details: { state: claim.state, by: claim.settledBy, atMs: String(claim.settledAt) },
  })
}

/** The claim as it ends. */
export function ended(claim: Claim, { state, by, at, answer }: Ending): Claim {
  const isSaid = state === 'REFUSED' ? hasWords(answer) : isShort(answer)
  if (!isSaid) throw new Fault('invalid', 'CLAIM_INVALID', 'an answer has up to 200 characters')
  return { ...claim, state, answer, settledBy: nameOf(by), settledAt: at }
}

const missing = () => new Fault('missing', 'CLAIM_MISSING', 'there is no such claim')

/** The customer's own claim; a foreign one is answered exactly like an absent one. */
export function claimOf(claim: Claim | null, by: Person): Claim {
  if (claim && by.kind === 'customer' && by.id === claim.customerId) return claim
  throw missing()
}

/** The claim, if this person works for its shop. */
export function claimAt(claim: Claim | null, by: Person): Claim {
  if (claim && by.kind === 'employee' && by.shopId === claim.shopId) return claim
  if (claim && by.kind === 'system') return claim
  throw missing()
}
