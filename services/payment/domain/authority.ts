import { Fault } from '#kit/fault.ts'

/** Who acts on payments; customers never do it themselves. */
export type Person =
  | { readonly kind: 'anonymous' | 'customer' }
  | { readonly kind: 'employee'; readonly roles: readonly string[] }
  | { readonly kind: 'system' }

/** Only our own services move money. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services move money')
}

/** Managers may look at the books, and so may our services. */
export function assertMayReadBooks(by: Person): void {
  if (by.kind === 'system' || (by.kind === 'employee' && by.roles.includes('manager'))) return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only managers see the books')
}
