import { type Employee, employeeDisabled, readUsername } from '../domain/employee.ts'
import { accountLocked, credentialsWrong, isLocked } from '../domain/lockout.ts'
import { isTooLong } from '../domain/password.ts'
import type { Session } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'
import { planSession } from './plan-session.ts'

type Needs = Pick<
  UserNeeds,
  'clock' | 'employees' | 'ids' | 'passwords' | 'rules' | 'secrets' | 'sessions' | 'tokens'
>

export async function loginEmployee(needs: Needs, username: string, password: string): Promise<Session> {
  const employee = await proveEmployee(needs, username, password)
  const { session, refreshToken } = planSession(needs)
  const login = { employee, rules: needs.rules().lockout }

  // Guesses made side by side are counted one by one: a right one behind too many wrong ones opens nothing.
  const outcome = await needs.sessions.openByPassword(login, session)
  if (outcome === 'locked') throw accountLocked()
  if (outcome === 'disabled') throw employeeDisabled()

  const { id, name, shopId, roles } = employee
  return issueSession(needs, session, { kind: 'employee', id, name, shopId, roles }, refreshToken)
}

/** Costs and answers the same for a name that nobody has. */
async function proveEmployee(needs: Needs, given: string, password: string): Promise<Employee> {
  const { lockout } = needs.rules()
  const username = readUsername(given)
  if (username === undefined || isTooLong(password)) throw credentialsWrong()
  if (isLocked(await needs.sessions.findFailures(username), needs.clock.now(), lockout)) throw accountLocked()

  const login = await needs.employees.findLogin(username)
  const right = await needs.passwords.verify(password, login?.passwordHash)
  if (login && right) return login.employee

  const triesLeft = await needs.sessions.recordFailure(username, needs.clock.now(), lockout)
  throw triesLeft === undefined ? accountLocked() : credentialsWrong(triesLeft)
}
