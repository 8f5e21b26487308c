import type { Employee } from '../domain/employee.ts'
import { accountLocked, lockedForMs } from '../domain/lockout.ts'
import { isInherited } from '../domain/password.ts'
import type { UserNeeds } from '../ports.ts'

type Needs = Pick<UserNeeds, 'clock' | 'employees' | 'passwords' | 'rules' | 'sessions'>

type Proof =
  | { readonly isRight: true; readonly employee: Employee; readonly passwordHash: string }
  | { readonly isRight: false; readonly triesLeft: number }

/**
 * Counts a wrong password. Costs and answers the same for a name that nobody has. A hash that another
 * installation left gives way to one of the password itself.
 */
export async function provePassword(needs: Needs, username: string, password: string): Promise<Proof> {
  const { lockout } = needs.rules()
  const waitMs = lockedForMs(await needs.sessions.findFailures(username), needs.clock.now(), lockout)
  if (waitMs > 0) throw accountLocked(waitMs)

  const login = await needs.employees.findLogin(username)
  const isRight = await needs.passwords.verify(password, login?.passwordHash)
  if (login && isRight) {
    if (!isInherited(login.passwordHash)) return { isRight, ...login }
    const passwordHash = await needs.passwords.hash(password)
    if (await needs.employees.renewHash(login.employee.id, login.passwordHash, passwordHash))
      return { isRight, employee: login.employee, passwordHash }
    // Somebody else has just renewed or changed it: whether it is still right shows by what is there now.
    return provePassword(needs, username, password)
  }

  const triesLeft = await needs.sessions.recordFailure(username, needs.clock.now(), lockout)
  if (triesLeft === undefined) throw accountLocked(lockout.lockMs)
  return { isRight: false, triesLeft }
}
