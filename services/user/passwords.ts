import { md5Hex } from '#kit/crypto/crypto.ts'
import type { SlowCrypto } from '#kit/crypto/slow.ts'
import type { Random } from '#kit/random.ts'
import { isInherited, overMd5 } from './domain/password.ts'
import type { Passwords } from './ports.ts'

const saltBytes = 16

export function createPasswords(slowCrypto: SlowCrypto, random: Random): Passwords {
  const hash = (password: string) => slowCrypto.hashPassword(password, random.bytes(saltBytes))
  let decoy: Promise<string> | undefined

  return {
    hash,

    /** MD5 is wrapped at once: what it would be compared with is stored nowhere. */
    async hashInherited(inherited) {
      if (inherited.form === 'md5') return overMd5 + (await hash(inherited.hex))
      return hash(inherited.form === 'plain' ? inherited.password : random.bytes(32).toString())
    },

    /** A name that nobody has is compared with a decoy, so that its answer takes as long. */
    async verify(password, stored) {
      decoy ??= hash('nobody has this password')
      const compared = stored ?? (await decoy)
      const right = isInherited(compared)
        ? await slowCrypto.verifyPassword(md5Hex(password), compared.slice(overMd5.length))
        : await slowCrypto.verifyPassword(password, compared)
      return right && stored !== undefined
    },
  }
}
