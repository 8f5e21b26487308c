import { Fault } from '#kit/fault.ts'

/** Who acts, as far as the rules care. */
export type Actor =
  | { readonly kind: 'anonymous' | 'customer' | 'system' }
  | { readonly kind: 'employee'; readonly shopId: string; readonly roles: readonly string[] }

/** The roles that may. All roles and what they permit are said by the user service. */
export const permitted = {
  menu: ['manager', 'staff'],
  serving: ['cashier', 'manager', 'staff'],
  shop: ['manager'],
} as const

/** Names what a stranger is told: a thing of another shop does not exist for them. */
export type MissingReason = 'SHOP_MISSING' | 'CATEGORY_MISSING' | 'DISH_MISSING' | 'SET_MEAL_MISSING'

/** Whoever has the permission, whatever the shop. */
export function assertPermitted(by: Actor, permission: keyof typeof permitted): void {
  const roles: readonly string[] = permitted[permission]
  const isPermitted = by.kind === 'employee' && by.roles.some((role) => roles.includes(role))
  if (by.kind !== 'system' && !isPermitted) throw forbidden(`the permission ${permission} is missing`)
}

/** Staff look at all of their own shop. */
export function assertStaff(
  by: Actor,
  shopId: string | undefined,
  missing: MissingReason,
): asserts shopId is string {
  if (by.kind !== 'system' && by.kind !== 'employee') throw forbidden('only staff may')
  assertSees(by, shopId, missing)
}

/** Staff with the permission work on the menu of their own shop. */
export function assertMayChangeMenu(
  by: Actor,
  shopId: string | undefined,
  missing: MissingReason,
): asserts shopId is string {
  assertStaff(by, shopId, missing)
  assertPermitted(by, 'menu')
}

/** Whoever serves customers opens and closes the own shop, and says when it is busy. */
export function assertServes(by: Actor, shopId: string): void {
  assertStaff(by, shopId, 'SHOP_MISSING')
  assertPermitted(by, 'serving')
}

/** What belongs to another shop is not there for staff; customers look at the menu of any. */
export function assertSees(
  by: Actor,
  shopId: string | undefined,
  missing: MissingReason,
): asserts shopId is string {
  if (shopId === undefined || (by.kind === 'employee' && by.shopId !== shopId))
    throw new Fault('missing', missing, 'there is no such thing in the shop')
}

/** The shop's own details and fees are the manager's. */
export function assertManager(by: Actor, shopId: string): void {
  assertStaff(by, shopId, 'SHOP_MISSING')
  assertPermitted(by, 'shop')
}

export function assertSystem(by: Actor): void {
  if (by.kind !== 'system') throw forbidden('only the system may')
}

function forbidden(message: string): Fault {
  return new Fault('forbidden', 'ROLE_MISSING', message)
}
