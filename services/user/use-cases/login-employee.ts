import { type Employee, employeeDisabled, readUsername, subjectOf } from '../domain/employee.ts'
import { accountLocked, credentialsWrong } from '../domain/lockout.ts'
import { isTooLong } from '../domain/password.ts'
import type { Session } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'
import { planSession } from './plan-session.ts'
import { provePassword } from './prove-password.ts'

type Needs = Pick<
  UserNeeds,
  'clock' | 'employees' | 'ids' | 'passwords' | 'rules' | 'secrets' | 'sessions' | 'tokens'
>

export interface PasswordGiven {
  readonly username: string
  readonly password: string
  /** Whether the client keeps one token for the whole session. */
  readonly singleToken?: boolean
}

export async function loginEmployee(needs: Needs, given: PasswordGiven): Promise<Session> {
  const { employee, passwordHash } = await proveEmployee(needs, given.username, given.password)
  const { session, refreshToken } = planSession(needs, given.singleToken)
  const { lockout } = needs.rules()

  // Guesses made side by side are counted one by one: a right one behind too many wrong ones opens nothing.
  const outcome = await needs.sessions.openByPassword({ employee, passwordHash, rules: lockout }, session)
  if (outcome === 'locked') throw accountLocked(lockout.lockMs)
  if (outcome === 'disabled') throw employeeDisabled()
  if (outcome === 'changed') throw credentialsWrong()

  return issueSession(needs, session, subjectOf(employee), refreshToken)
}

async function proveEmployee(
  needs: Needs,
  given: string,
  password: string,
): Promise<{ employee: Employee; passwordHash: string }> {
  const username = readUsername(given)
  if (username === undefined || isTooLong(password)) throw credentialsWrong()
  const proof = await provePassword(needs, username, password)
  if (!proof.isRight) throw credentialsWrong(proof.triesLeft)
  return proof
}
