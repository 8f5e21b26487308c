import { Fault } from '#kit/fault.ts'

/** Who acts on an order. */
export type Person =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'customer'; readonly id: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly shopId: string
      readonly roles?: readonly string[]
    }
  | { readonly kind: 'system'; readonly id: string }

/** Roles that see what a shop has earned, and may give it back. */
const answerable: ReadonlySet<string> = new Set(['manager', 'finance'])

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

/** Whoever may give the shop's money back. */
export function assertMayRefund(by: Person): void {
  if (by.kind === 'system' || (by.kind === 'employee' && by.roles?.some((role) => answerable.has(role))))
    return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only managers and finance may')
}

/** The shop, if this person sees its figures; a foreign shop is answered like an absent export. */
export function reporterOf(by: Person, shopId: string): string {
  const works = by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)
  if (!works) throw new Fault('missing', 'EXPORT_MISSING', 'there is no such export')
  if (by.kind === 'employee' && !by.roles?.some((role) => answerable.has(role)))
    throw new Fault('forbidden', 'ROLE_MISSING', 'only managers and finance may')
  return shopId
}
