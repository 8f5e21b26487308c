import { Fault } from '#kit/fault.ts'

/** Who acts, as far as the rules care. */
export type Actor =
  | { readonly kind: 'anonymous' | 'customer' }
  | { readonly kind: 'system'; readonly id: string }
  | { readonly kind: 'employee'; readonly id: string; readonly shopId: string }

/** Orders move stock: by themselves, or while a customer waits. */
export function assertForOrder(by: Actor): void {
  if (by.kind === 'system' || by.kind === 'customer') return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only an order may hold stock')
}

/** How movements name who moved. */
export function nameOf(by: Actor): string {
  return 'id' in by ? `${by.kind}:${by.id}` : by.kind
}

/** Stock is set by the shop's own staff. */
export function assertStaff(by: Actor, shopId: string): void {
  if (by.kind === 'system' || (by.kind === 'employee' && by.shopId === shopId)) return
  throw new Fault('forbidden', 'ROLE_MISSING', 'only staff of the shop may set its stock')
}
