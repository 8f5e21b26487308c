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

/** May see who works in a shop. */
export function worksIn(by: Person, shopId: string): boolean {
  return by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)
}

/** May decide who works in a shop. */
export function manages(by: Person, shopId: string): boolean {
  return worksIn(by, shopId) && (by.kind !== 'employee' || by.roles.includes('manager'))
}

/** Only our own services. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services may')
}
