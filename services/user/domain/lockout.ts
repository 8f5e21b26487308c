import { Fault } from '#kit/fault.ts'

/** Failed logins of one user name, whether or not an account has it. */
export interface Failures {
  readonly count: number
  readonly lastAt: number
}

export interface LockoutRules {
  /** Failures that lock. */
  readonly failuresMax: number
  /** How long a lock holds; older failures are forgotten. */
  readonly lockMs: number
}

export function isLocked(failures: Failures | undefined, at: number, rules: LockoutRules): boolean {
  return failures !== undefined && failures.count >= rules.failuresMax && failures.lastAt > at - rules.lockMs
}

export function accountLocked(): Fault {
  return new Fault('exhausted', 'ACCOUNT_LOCKED', 'The account is locked; try again in an hour')
}

export function credentialsWrong(triesLeft?: number): Fault {
  const details: Record<string, string> = triesLeft === undefined ? {} : { triesLeft: String(triesLeft) }
  return new Fault('unauthenticated', 'CREDENTIALS_WRONG', 'User name or password is wrong', { details })
}
