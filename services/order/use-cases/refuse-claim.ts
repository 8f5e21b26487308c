import { type Claim, claimAt } from '../domain/claim.ts'
import { assertPermitted, type Person } from '../domain/person.ts'
import type { AfterSalesNeeds } from '../ports.ts'
import { endClaim } from './end-claim.ts'

/** The shop says no, and why. */
export async function refuseClaim(
  needs: Pick<AfterSalesNeeds, 'claims' | 'clock'>,
  claimId: string,
  answer: string,
  by: Person,
): Promise<Claim> {
  const claim = claimAt(await needs.claims.find(claimId), by)
  assertPermitted(by, 'refunds')
  return endClaim(needs, claim, { state: 'REFUSED', by, at: needs.clock.now(), answer })
}
