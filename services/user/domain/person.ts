import { Fault } from '#kit/fault.ts'
import { isPermitted, rankOf } from './roles.ts'

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

/** `employee:3`, `system:host`: as the audit names who did something. */
export function nameOf(person: Person): string {
  return person.kind === 'anonymous' ? person.kind : `${person.kind}:${person.id}`
}

/** May see who works in a shop. */
export function worksIn(by: Person, shopId: string): boolean {
  return by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)
}

/** May decide who works in a shop. */
export function manages(by: Person, shopId: string): boolean {
  return worksIn(by, shopId) && (by.kind !== 'employee' || isPermitted(by.roles, 'employees'))
}

/** May see what was done in a shop by who may more than others. */
export function audits(by: Person, shopId: string): boolean {
  return worksIn(by, shopId) && (by.kind !== 'employee' || isPermitted(by.roles, 'audit'))
}

/** May see how the chain of all shops hangs together. */
export function auditsAny(by: Person): boolean {
  return audits(by, by.kind === 'employee' ? by.shopId : '')
}

/** Whether the roles are out of this person’s reach: to grant, and to change who has them. */
export function isAbove(held: readonly string[], by: Person): boolean {
  return by.kind === 'employee' && rankOf(held) > rankOf(by.roles)
}

/** Only our own services. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services may')
}
