import { type Claim, claimAt, ended, settleable } from '../domain/claim.ts'
import { grant } from '../domain/grant.ts'
import { servedBy } from '../domain/order.ts'
import { assertPermitted, type Person } from '../domain/person.ts'
import type { AfterSalesNeeds } from '../ports.ts'

type Needs = Pick<AfterSalesNeeds, 'claims' | 'clock' | 'ids'>

export interface Approval {
  readonly claimId: string
  /** 0: what was asked. */
  readonly amountFen: number
  readonly answer: string
}

/** The shop gives back what was asked, or another amount; claim and refund are one fact. */
export async function approveClaim(
  needs: Needs,
  { claimId, amountFen, answer }: Approval,
  by: Person,
): Promise<Claim> {
  const found = claimAt(await needs.claims.find(claimId), by)
  assertPermitted(by, 'refunds')
  const claim = settleable(found, 'APPROVED', by)
  if (!claim) return found
  const at = needs.clock.now()
  const approved = ended(claim, { state: 'APPROVED', by, at, answer })
  const wish = { lines: claim.lines, amountFen: amountFen || claim.askedFen, reason: claim.reason }
  const granting = { id: needs.ids.uuid(), by, at, claimId }
  const settled = await needs.claims.approve(approved, (order) => grant(servedBy(order, by), wish, granting))
  if (settled) return settled
  const other = (await needs.claims.find(claimId)) ?? claim
  return settleable(other, 'APPROVED', by) ?? other
}
