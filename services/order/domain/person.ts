import { Fault } from '#kit/fault.ts'

/** Who acts on an order. */
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
export const permitted = {
  serving: ['cashier', 'manager', 'staff'],
  money: ['cashier', 'finance', 'manager', 'staff'],
  refunds: ['finance', 'manager'],
  reports: ['finance', 'manager'],
} as const

export type Permission = keyof typeof permitted

/** Our own services, and whoever has a role with the permission, whatever the shop. */
function isPermitted(by: Person, permission: Permission): boolean {
  const roles: readonly string[] = permitted[permission]
  return by.kind === 'system' || (by.kind === 'employee' && by.roles.some((role) => roles.includes(role)))
}

/** Whether amounts and whole phone numbers are this person's business: customers see but their own. */
export function seesMoney(by: Person): boolean {
  return by.kind === 'customer' || isPermitted(by, 'money')
}

export function assertPermitted(by: Person, permission: Permission): void {
  if (!isPermitted(by, permission))
    throw new Fault('forbidden', 'ROLE_MISSING', `the permission ${permission} is missing`)
}

export function nameOf(by: Person): string {
  return by.kind === 'anonymous' ? by.kind : `${by.kind}:${by.id}`
}

/** The id of a customer who acts for himself. */
export function customerOf(by: Person): string {
  if (by.kind !== 'customer')
    throw new Fault('forbidden', 'CUSTOMERS_ONLY', 'only customers have carts and orders')
  return by.id
}

/** Only our own services. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services may')
}

/** The shop, if this person works there; a foreign shop is answered like an absent order. */
export function staffOf(by: Person, shopId: string): string {
  const works = by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)
  if (!works) throw new Fault('missing', 'ORDER_MISSING', 'there is no such order')
  return shopId
}

/** The shop, if this person sees its figures; a foreign shop is answered like an absent export. */
export function reporterOf(by: Person, shopId: string): string {
  const works = by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)
  if (!works) throw new Fault('missing', 'EXPORT_MISSING', 'there is no such export')
  assertPermitted(by, 'reports')
  return shopId
}
