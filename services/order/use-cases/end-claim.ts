import { type Claim, type Ending, ended, settleable } from '../domain/claim.ts'
import type { AfterSalesNeeds } from '../ports.ts'

/** Ends a claim as somebody asks; whoever comes second is told how it ended. */
export async function endClaim(
  { claims }: Pick<AfterSalesNeeds, 'claims'>,
  found: Claim,
  ending: Ending,
): Promise<Claim> {
  const claim = settleable(found, ending.state, ending.by)
  if (!claim) return found
  const after = ended(claim, ending)
  if (await claims.end(after)) return after
  const settled = (await claims.find(claim.id)) ?? claim
  return settleable(settled, ending.state, ending.by) ?? settled
}
