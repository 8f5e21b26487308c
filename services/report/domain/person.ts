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

/** `employee:3` */
export function nameOf(by: Person): string {
  return by.kind === 'anonymous' ? by.kind : `${by.kind}:${by.id}`
}

/** Only our own services. */
export function assertSystem(by: Person): void {
  if (by.kind !== 'system') throw new Fault('forbidden', 'ROLE_MISSING', 'only services may')
}

/** The shop, if its reports are this person's business; a foreign shop is answered like an absent one. */
export function reporterOf(by: Person, shopId: string): string {
  if (by.kind === 'system') return shopId
  if (by.kind !== 'employee' || by.shopId !== shopId)
    throw new Fault('missing', 'REPORT_MISSING', 'there is no such report')
  if (!by.roles.some((role) => role === 'manager' || role === 'finance'))
    throw new Fault('forbidden', 'ROLE_MISSING', 'only managers and finance may')
  return shopId
}
