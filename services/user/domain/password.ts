import { Fault } from '#kit/fault.ts'

/** The most guessed of those long enough to pass the length rule. */
const guessedFirst = new Set(
  (
    '12345678 123456789 1234567890 123123123 1234qwer 12341234 11111111 111111111 1111111111 ' +
    '88888888 888888888 00000000 000000000 66666666 87654321 987654321 9876543210 0123456789 ' +
    '0987654321 11223344 1122334455 12121212 13131313 147258369 123654789 789456123 741852963 ' +
    '159357456 22222222 33333333 55555555 77777777 99999999 password password1 password12 ' +
    'password123 passw0rd p@ssw0rd qwertyui qwertyuiop qwerty12 qwerty123 qwer1234 asdfghjk ' +
    'asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qazwsxedc q1w2e3r4 a1234567 ' +
    'a12345678 a123456789 aa123456 aa12345678 abc12345 abc123456 abcd1234 abcdefgh abcd123456 ' +
    'aaaaaaaa 1234abcd 5201314520 52013145 iloveyou iloveyou1 woaini520 woaini1314 woaini123 ' +
    'woaiwojia sunshine princess football baseball superman starwars trustno1 whatever computer ' +
    'internet letmein1 welcome1 welcome123 admin123 admin1234 admin888 administrator manager1 ' +
    'changeme dragon123 monkey123 michael1 charlie1'
  ).split(' '),
)

/** Whether a new password may be used: 8 to 128 characters, exactly as given, and not one guessed first. */
export function checkPassword(password: string, username: string): boolean {
  const length = [...password].length
  const folded = password.toLowerCase()
  return (
    length >= 8 &&
    length <= 128 &&
    password.isWellFormed() &&
    folded !== username &&
    !guessedFirst.has(folded)
  )
}

/** Longer than any password that was ever accepted, so it needs no comparison of its own. */
export function isTooLong(password: string): boolean {
  return password.length > 256
}

/** How the installation before this one kept a password. */
export type Inherited =
  | { readonly form: 'md5'; readonly hex: string }
  | { readonly form: 'plain'; readonly password: string }
  /** In a way that nobody here can compare with: only a manager helps. */
  | { readonly form: 'foreign' }

export function readInherited(kept: string): Inherited {
  if (/^[0-9a-f]{32}$/i.test(kept)) return { form: 'md5', hex: kept.toLowerCase() }
  if (kept === '' || /^(\$|\{)/.test(kept) || isTooLong(kept)) return { form: 'foreign' }
  return { form: 'plain', password: kept }
}

/** Stands before a hash that is not of the password but of its MD5. */
export const overMd5 = 'md5:'

/** Whether a stored hash is to give way to one of the password itself, as soon as somebody proves it. */
export function isInherited(passwordHash: string): boolean {
  return passwordHash.startsWith(overMd5)
}

/** Throws where an employee may not change the old password to the new one. */
export function checkNewPassword(next: string, old: string, username: string): void {
  if (next !== old && checkPassword(next, username)) return
  throw new Fault('invalid', 'PASSWORD_UNFIT', 'The new password cannot be used')
}

export function passwordWrong(triesLeft?: number): Fault {
  const details: Record<string, string> = triesLeft === undefined ? {} : { triesLeft: String(triesLeft) }
  return new Fault('precondition', 'PASSWORD_WRONG', 'The old password is wrong', { details })
}
