import { Fault } from '#kit/fault.ts'

/** A login code as it is kept: never in the clear. */
export interface PhoneCode {
  readonly phone: string
  readonly hash: string
  readonly sentAt: number
  readonly expiresAt: number
}

export interface PhoneCodeRules {
  readonly lifeMs: number
  /** Between two codes to one phone. */
  readonly pauseMs: number
  /** Wrong tries that a code survives. */
  readonly triesMax: number
}

export function codeText(code: string, lifeMs: number): string {
  return `【苍穹外卖】验证码 ${code}，${Math.ceil(lifeMs / 60_000)} 分钟内有效，请勿告诉他人。`
}

export function codeWrong(): Fault {
  return new Fault('unauthenticated', 'CODE_WRONG', 'The code is wrong or no longer valid')
}

export function codeTooSoon(): Fault {
  return new Fault('exhausted', 'CODE_TOO_SOON', 'A code was sent a moment ago; please wait')
}
