import type { Claim, ClaimState } from '../domain/claim.ts'
import { checkedPage, type Page } from '../domain/page.ts'
import { type Person, staffOf } from '../domain/person.ts'
import type { AfterSalesNeeds } from '../ports.ts'

export interface ClaimsWish {
  readonly states: readonly ClaimState[]
  readonly cursor: string
  readonly limit: number
}

/** The shop's claims, newest first, for those who work there. */
export async function listShopClaims(
  { claims }: Pick<AfterSalesNeeds, 'claims'>,
  shopId: string,
  { states, ...page }: ClaimsWish,
  by: Person,
): Promise<Page<Claim>> {
  const { before, limit } = checkedPage({ ...page, states: [] })
  const items = await claims.list({ shopId: staffOf(by, shopId), states, before, limit })
  return { items, next: items.length === limit ? (items.at(-1)?.id ?? '') : '' }
}
