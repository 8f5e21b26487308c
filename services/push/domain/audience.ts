import { Fault } from '#kit/fault.ts'

/** Who acts. */
export type Person =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'customer'; readonly id: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly shopId: string
      readonly roles: readonly string[]
    }
  | { readonly kind: 'system'; readonly id: string }

/** The roles that may. All roles and what they permit are said by the user service. */
export const permitted = { money: ['cashier', 'finance', 'manager', 'staff'] } as const

/** Whether amounts are this person's business. */
export function seesMoney(by: Person): boolean {
  const roles: readonly string[] = permitted.money
  return by.kind !== 'employee' || by.roles.some((role) => roles.includes(role))
}

/** `customer:7` or `shop:1`: everyone who hears the same notifications. */
export type Audience = `customer:${string}` | `shop:${string}`

/** The audience, where the person belongs to it; to everyone else it does not exist. */
export function checkAudience(by: Person, audience: string): Audience {
  const own = ownAudience(by)
  const may = by.kind === 'system' ? /^(customer|shop):[\w-]{1,40}$/.test(audience) : audience === own
  if (!may) throw new Fault('missing', 'AUDIENCE_FOREIGN', 'There is no such audience')
  return audience as Audience
}

function ownAudience(by: Person): Audience | undefined {
  if (by.kind === 'customer') return `customer:${by.id}`
  return by.kind === 'employee' ? `shop:${by.shopId}` : undefined
}
