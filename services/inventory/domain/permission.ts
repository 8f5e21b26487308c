import { Fault } from '#kit/fault.ts'

/** Who acts, as far as the rules care. */
export type Actor =
  | { readonly kind: 'anonymous' | 'customer' }
  | { readonly kind: 'system'; readonly id: string }
  | {
      readonly kind: 'employee'
      readonly id: string
      readonly shopId: string
      readonly roles: readonly string[]
    }

/** The roles that count the stock. All roles and what they permit are said by the user service. */
export const permitted = { stock: ['kitchen', 'manager', 'staff'] } as const

/** Orders move stock: by themselves, or while a customer waits. */
export function assertForOrder(by: Actor): void {
  if (by.kind === 'system' || by.kind === 'customer') return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only an order may hold stock')
}

/** How movements name who moved. */
export function nameOf(by: Actor): string {
  return 'id' in by ? `${by.kind}:${by.id}` : by.kind
}

/** What moved the stock is seen by the shop's own staff. */
export function assertStaff(by: Actor, shopId: string): void {
  if (by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)) return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only staff of the shop may see its stock')
}

/** Stock is set by those of the shop's own staff who count it. */
export function assertCounts(by: Actor, shopId: string): void {
  assertStaff(by, shopId)
  const roles: readonly string[] = permitted.stock
  if (by.kind === 'employee' && !by.roles.some((role) => roles.includes(role)))
    throw new Fault('forbidden', 'ROLE_MISSING', 'only who counts the stock may')
}
