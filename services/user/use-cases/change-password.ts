import { employeeChanged, employeeMissing, subjectOf } from '../domain/employee.ts'
import { renewing } from '../domain/employee-change.ts'
import { accountLocked } from '../domain/lockout.ts'
import { checkNewPassword, isTooLong, passwordWrong } from '../domain/password.ts'
import type { Person } from '../domain/person.ts'
import { type Session, sessionEnded } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'
import { planSession } from './plan-session.ts'
import { provePassword } from './prove-password.ts'

type Needs = Pick<
  UserNeeds,
  'clock' | 'employees' | 'ids' | 'passwords' | 'rules' | 'secrets' | 'sessions' | 'tokens'
>

interface Passwords {
  readonly oldPassword: string
  readonly newPassword: string
  /** Whether the client goes on with the token it has: one that was good for the change only ends with it. */
  readonly singleToken?: boolean
}

/** One's own: a stolen token alone is not enough, and guessing locks the name as it does at a login. */
export async function changePassword(
  needs: Needs,
  by: Person,
  sessionId: string,
  { oldPassword, newPassword, singleToken = false }: Passwords,
): Promise<Session> {
  const found = by.kind === 'employee' ? await needs.employees.findEmployee(by.id) : undefined
  if (!found) throw employeeMissing()
  checkNewPassword(newPassword, oldPassword, found.username)
  if (isTooLong(oldPassword)) throw passwordWrong()
  const proof = await provePassword(needs, found.username, oldPassword)
  if (!proof.isRight) throw passwordWrong(proof.triesLeft)

  const change = renewing(by, await needs.passwords.hash(newPassword), needs.clock.now())
  const { session: next, refreshToken } = planSession(needs)
  const { lockout: rules } = needs.rules()
  const carried = { id: sessionId, tokenHash: next.tokenHash, tokenEndsAt: next.tokenEndsAt, rules }
  const outcome = await needs.employees.changePassword(proof.employee, change, carried)
  if (outcome === 'locked') throw accountLocked(rules.lockMs)
  if (outcome === 'ended') throw sessionEnded()
  if (outcome === 'changed' || outcome === 'lastSuperAdmin') throw employeeChanged()

  if (singleToken && found.mustChangePassword)
    await needs.sessions.revokeSession(sessionId, needs.clock.now())
  const { employee, sessionEndsAt, tokenEndsAt } = outcome
  const opened = { id: sessionId, endsAt: sessionEndsAt, tokenEndsAt }
  return issueSession(needs, opened, subjectOf(employee), refreshToken)
}
