import type { SlowCrypto } from '#kit/crypto/slow.ts'
import type { Random } from '#kit/random.ts'
import type { Passwords } from './ports.ts'

const saltBytes = 16

export function createPasswords(slowCrypto: SlowCrypto, random: Random): Passwords {
  const hash = (password: string) => slowCrypto.hashPassword(password, random.bytes(saltBytes))
  let decoy: Promise<string> | undefined

  return {
    hash,
    /** A name that nobody has is compared with a decoy, so that its answer takes as long. */
    async verify(password, stored) {
      decoy ??= hash('nobody has this password')
      const compared = stored ?? (await decoy)
      const right = await slowCrypto.verifyPassword(password, compared)
      return right && stored !== undefined
    },
  }
}
