import { Fault } from '#kit/fault.ts'

/** Who asks. */
export type Person =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'customer' | 'system'; readonly id: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly shopId: string
      readonly roles: readonly string[]
    }

/** The roles that may. All roles and what they permit are said by the user service. */
export const permitted = {
  reports: ['finance', 'manager'],
  money: ['cashier', 'finance', 'manager', 'staff'],
} as const

/** `employee:3` */
export function nameOf(by: Person): string {
  return by.kind === 'anonymous' ? by.kind : `${by.kind}:${by.id}`
}

/** Only our own services. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services may')
}

/** The shop, if this person works there; a foreign shop is answered like an absent one. */
export function workplaceOf(by: Person, shopId: string): string {
  if (by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)) return shopId
  throw new Fault('missing', 'REPORT_MISSING', 'there is no such report')
}

/** Whether amounts are this person's business. */
export function seesMoney(by: Person): boolean {
  return isPermitted(by, 'money')
}

function isPermitted(by: Person, permission: keyof typeof permitted): boolean {
  const roles: readonly string[] = permitted[permission]
  return by.kind === 'system' || (by.kind === 'employee' && by.roles.some((role) => roles.includes(role)))
}

/** The shop, if its reports are this person's business. */
export function reporterOf(by: Person, shopId: string): string {
  workplaceOf(by, shopId)
  if (!isPermitted(by, 'reports'))
    throw new Fault('forbidden', 'ROLE_MISSING', 'only managers and finance may')
  return shopId
}
