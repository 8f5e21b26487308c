import type { Route } from '#kit/http/route.ts'
import { ofModernFace, staffOf } from './audiences.ts'
import { ofOldFace } from './audiences-old-face.ts'
import { namedInOldWords, type Told } from './old-things.ts'
import type { Caller } from './people.ts'
import { isOwned, kindOf } from './things.ts'

/** Whose a thing is that an address names, as the caller sees it. */
export type Choice = 'own' | 'other' | 'absent'
export type Verdict = 'allowed' | Told | 401 | 403 | 404

/** Until the initial password is changed nothing else is allowed. */
const confinedRoutes: readonly string[] = [
  ...['changePassword', 'closeSession'],
  ...['PUT /admin/employee/editPassword', 'POST /admin/employee/logout'],
]

/** Old front ends are told in their own words, mostly with 200, what is not theirs. */
export const oldFace = 'old face'

/** Route and audience, as the tables say them. */
export const table: ReadonlyMap<string, string> = new Map(
  [ofModernFace, ofOldFace].flatMap((lines) =>
    Object.entries(lines).flatMap(([audience, names]) => names.map((name) => [name, audience] as const)),
  ),
)

/** The line of the table a route stands in; of a new one, what it declares itself. */
export function audienceOf({ name, audience }: Route): string {
  return table.get(name) ?? declaredAudience({ audience })
}

export function declaredAudience({ audience }: Pick<Route, 'audience'>): string {
  return typeof audience === 'string' ? audience : [...audience.roles].sort().join(' ')
}

/** What must come of a call. Each thing is named as in things.ts, with whose it is. */
export function verdictOf(
  route: Route,
  caller: Caller,
  named: readonly { readonly name: string; readonly choice: Choice }[],
): Verdict {
  const audience = audienceOf(route)
  if (audience === 'public') return named.some(({ choice }) => choice === 'absent') ? 404 : 'allowed'
  if (caller.kind === 'nobody') return 401
  if (caller.isConfined && !confinedRoutes.includes(route.name)) return 403
  if (!isAddressed(audience, caller)) return 403
  const isOwn = named.every(({ name, choice }) => choice === 'own' && isOwned(kindOf(name), caller))
  const told = namedInOldWords[route.name]
  const isTheirs = told?.isOfTheHouse ? named.every(({ choice }) => isOfTheHouse(choice, caller)) : isOwn
  if (!isTheirs) return told?.told ?? 404
  const staff = staffOf[route.name]
  return staff && caller.kind === 'employee' && !isAddressed(staff, caller) ? 403 : 'allowed'
}

function isOfTheHouse(choice: Choice, { side }: Caller): boolean {
  return choice === (side === 'here' ? 'own' : 'other')
}

function isAddressed(audience: string, { kind, roles }: Caller): boolean {
  if (audience === 'any') return true
  if (audience === 'customer' || audience === 'employee') return kind === audience
  return roles.some((role) => audience.split(' ').includes(role))
}
