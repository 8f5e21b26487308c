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

/** How long the failures lock from now on; 0 where they do not. */
export function lockedForMs(failures: Failures | undefined, at: number, rules: LockoutRules): number {
  if (failures === undefined || failures.count < rules.failuresMax) return 0
  return Math.max(0, failures.lastAt + rules.lockMs - at)
}

/** `waitMs`: how long the lock holds at most from now. */
export function accountLocked(waitMs: number): Fault {
  const details = { triesLeft: '0', retryAfterSeconds: String(Math.max(1, Math.ceil(waitMs / 1000))) }
  return new Fault('exhausted', 'ACCOUNT_LOCKED', 'The account is locked; try again in an hour', { details })
}

export function credentialsWrong(triesLeft?: number): Fault {
  const details: Record<string, string> = triesLeft === undefined ? {} : { triesLeft: String(triesLeft) }
  return new Fault('unauthenticated', 'CREDENTIALS_WRONG', 'User name or password is wrong', { details })
}
