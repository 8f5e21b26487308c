import { type Claim, claimOf } from '../domain/claim.ts'
import type { Person } from '../domain/person.ts'
import type { AfterSalesNeeds } from '../ports.ts'
import { endClaim } from './end-claim.ts'

/** The customer no longer asks. */
export async function withdrawClaim(
  needs: Pick<AfterSalesNeeds, 'claims' | 'clock'>,
  claimId: string,
  by: Person,
): Promise<Claim> {
  const claim = claimOf(await needs.claims.find(claimId), by)
  return endClaim(needs, claim, { state: 'WITHDRAWN', by, at: needs.clock.now(), answer: '' })
}
