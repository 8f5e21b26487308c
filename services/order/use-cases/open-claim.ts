import { Fault } from '#kit/fault.ts'
import {
  type Claim,
  type ClaimWish,
  checkedImages,
  claimFingerprint,
  claimInvalid,
  newClaim,
} from '../domain/claim.ts'
import { customerOf, type Person } from '../domain/person.ts'
import { checkedKey } from '../domain/submission.ts'
import type { AfterSalesNeeds, UsedKey } from '../ports.ts'

type Needs = Pick<AfterSalesNeeds, 'claims' | 'catalog' | 'clock' | 'ids' | 'claimWindowMs'>

export interface OrderClaim extends ClaimWish {
  readonly orderId: string
  readonly idempotencyKey: string
}

/** The customer asks for money back, once per idempotency key and one claim at a time. */
export async function openClaim(
  needs: Needs,
  { orderId, idempotencyKey, ...wish }: OrderClaim,
  by: Person,
): Promise<{ readonly claim: Claim; readonly replayed: boolean }> {
  const fingerprint = claimFingerprint(orderId, wish)
  const key = { by: customerOf(by), key: checkedKey(idempotencyKey), fingerprint }
  const earlier = await replay(needs, key)
  if (earlier) return { claim: earlier, replayed: true }
  const imageIds = checkedImages(wish.imageIds)
  if (imageIds.length > 0 && !(await needs.catalog.hasImages(imageIds))) throw claimInvalid()
  const claiming = { id: needs.ids.uuid(), by, at: needs.clock.now(), windowMs: needs.claimWindowMs() }
  const claim = await needs.claims.record(orderId, key, (found) => newClaim(found, wish, claiming))
  switch (claim) {
    case 'KEY_USED':
      return { claim: (await replay(needs, key)) ?? refuseOpen(), replayed: true }
    case 'OPEN':
      return refuseOpen()
    case 'FULL':
      throw new Fault('precondition', 'CLAIMS_FULL', 'there were too many claims')
    default:
      return { claim, replayed: false }
  }
}

function refuseOpen(): never {
  throw new Fault('conflict', 'CLAIM_OPEN', 'the order has an open claim')
}

async function replay({ claims }: Needs, key: UsedKey): Promise<Claim | null> {
  const earlier = await claims.findByKey(key)
  if (earlier && !earlier.isSame)
    throw new Fault('precondition', 'KEY_REUSED', 'the key was used for another claim')
  return earlier?.claim ?? null
}
