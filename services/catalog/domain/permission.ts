import { Fault } from '#kit/fault.ts'

/** Who acts, as far as the rules care. */
export type Actor =
  | { readonly kind: 'anonymous' | 'customer' | 'system' }
  | { readonly kind: 'employee'; readonly shopId: string; readonly roles: readonly string[] }

/** Names what a stranger is told: a thing of another shop does not exist for them. */
export type MissingReason = 'SHOP_MISSING' | 'CATEGORY_MISSING' | 'DISH_MISSING' | 'SET_MEAL_MISSING'

export function assertAnyStaff(by: Actor): void {
  if (by.kind !== 'system' && by.kind !== 'employee') throw forbidden('only staff may change the menu')
}

/** Staff work on the menu of their own shop, and open and close it. */
export function assertStaff(
  by: Actor,
  shopId: string | undefined,
  missing: MissingReason,
): asserts shopId is string {
  assertAnyStaff(by)
  assertSees(by, shopId, missing)
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
  if (by.kind === 'employee' && !by.roles.includes('manager')) throw forbidden('only a manager may')
}

export function assertSystem(by: Actor): void {
  if (by.kind !== 'system') throw forbidden('only the system may')
}

function forbidden(message: string): Fault {
  return new Fault('forbidden', 'ROLE_MISSING', message)
}
