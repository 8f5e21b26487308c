import { Fault } from '#kit/fault.ts'

/**
 * What a role may be trusted with in its shop: `orders` to see them and move them on, `serving` to open and
 * close the shop, to say how busy it is, and to reject and cancel, which gives all of an order's money back,
 * `money` to see amounts, today's figures and whole phone numbers, `refunds` to decide how much goes back.
 */
export const permissions = [
  'orders',
  'serving',
  'money',
  'refunds',
  'menu',
  'stock',
  'shop',
  'reports',
  'config',
  'employees',
  'audit',
] as const
export type Permission = (typeof permissions)[number]

interface Role {
  /** Nobody grants a role of a higher rank than their own, nor changes who has one. */
  readonly rank: number
  /** Roles that are asked for elsewhere and that this one may stand in for. */
  readonly includes: readonly string[]
  readonly permissions: readonly Permission[]
}

/**
 * Every role there is. Whoever works in a shop sees its orders and moves them; who has several roles may do
 * what any of them permits.
 */
export const roles: Readonly<Record<string, Role>> = {
  superAdmin: { rank: 4, includes: ['admin', 'manager'], permissions },
  admin: { rank: 3, includes: ['manager'], permissions },
  manager: { rank: 2, includes: [], permissions },
  finance: { rank: 1, includes: [], permissions: ['orders', 'money', 'refunds', 'reports'] },
  cashier: { rank: 1, includes: [], permissions: ['orders', 'serving', 'money'] },
  kitchen: { rank: 1, includes: [], permissions: ['orders', 'stock'] },
  staff: { rank: 1, includes: [], permissions: ['orders', 'serving', 'money', 'menu', 'stock'] },
}

export const superAdmin = 'superAdmin'

export function isRole(name: string): boolean {
  return Object.hasOwn(roles, name)
}

/** The roles with all that they include, in alphabetical order. */
export function rolesInEffect(held: readonly string[]): readonly string[] {
  return [...new Set(held.flatMap((name) => [name, ...(roles[name]?.includes ?? [])]))].sort()
}

/** What the roles permit together, in the order of the list above. */
export function permissionsOf(held: readonly string[]): readonly Permission[] {
  return permissions.filter((permission) => isPermitted(held, permission))
}

export function isPermitted(held: readonly string[], permission: Permission): boolean {
  return held.some((name) => roles[name]?.permissions.includes(permission))
}

export function rankOf(held: readonly string[]): number {
  return Math.max(0, ...held.map((name) => roles[name]?.rank ?? 0))
}

export function roleAbove(): Fault {
  return new Fault('forbidden', 'ROLE_ABOVE', 'That role is above your own')
}

export function lastSuperAdmin(): Fault {
  return new Fault('precondition', 'LAST_SUPER_ADMIN', 'The last super admin must stay')
}
